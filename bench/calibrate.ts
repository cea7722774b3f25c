/**
 * Measures how often the built-in extractor is right when it believes so much, on the documents beside the checkout, and
 * writes src/extraction/calibration.ts: `bun bench/calibrate.ts [--write]`. Tells first how well curves fitted on four
 * fifths of the documents foretell the last fifth.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { inOrder } from '../src/cli/in-order.ts'
import { openDocument } from '../src/cli/open-document.ts'
import { bounds } from '../src/config.ts'
import { along } from '../src/extraction/calibrate.ts'
import type { Curve } from '../src/extraction/calibration.ts'
import { type Found, provenanceOf } from '../src/extraction/found.ts'
import { readBuiltIn } from '../src/extraction/read-built-in.ts'
import { surveyPages } from '../src/extraction/survey.ts'
import { createLog } from '../src/log.ts'
import { createReader } from '../src/reading/create-reader.ts'
import { corpus, hasCorpus } from '../src/testing/corpus.ts'
import { fitCurve, type Told } from './fit-curve.ts'
import { keptPages } from './kept-pages.ts'
import { isRight, listTrueFields, type TrueFields } from './true-fields.ts'

interface Measured extends Told {
  group: string
  document: number
}
const folds = 5
/** These are exact files; what their pages say is measured without them. */
const exact = /^(en16931-.*|fatturapa-it|cfdi-mx|dte-cl|sunat-pe|facturae-es|nfe-br|zugferd-facturx)$/

const { values } = parseArgs({ options: { write: { type: 'boolean' } } })
if (!hasCorpus) {
  console.error(`There are no documents to measure: ${corpus} is missing.`)
  process.exit(1)
}
const reader = createReader({ workers: navigator.hardwareConcurrency, bounds, log: createLog('error') })
const measured: Measured[] = []
let documents = 0
const truths = await listTrueFields((source) => !exact.test(source))
for await (const told of inOrder(truths, navigator.hardwareConcurrency, measure)) {
  for (const each of told) measured.push({ ...each, document: documents })
  documents++
}
await reader.close()
foretell()
if (values.write) await write(fitAll(measured))
process.exit(0)

async function measure(truth: TrueFields) {
  const pages = await openDocument(truth.path).then(
    (document) => keptPages(reader, document),
    () => [],
  )
  return Object.entries(readBuiltIn(surveyPages(pages)).findings).flatMap(([name, found]) => {
    if (!found) return []
    const { source, confidence } = provenanceOf(found as Found<unknown>)
    const right = isRight(truth, name, found.value)
    return right === undefined ? [] : [{ group: `${name} ${source}`, belief: confidence, right }]
  })
}

function fitAll(told: Measured[]): Record<string, Curve> {
  const groups = Map.groupBy(told, ({ group }) => group)
  const kinds = Map.groupBy(told, ({ group }) => `any ${group.split(' ')[1]}`)
  const curves = [...groups, ...kinds].map(([group, members]) => [group, fitCurve(members)] as const)
  return Object.fromEntries(curves.toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** The error of calibration as it would be on documents that were not measured, and what may be called sure. */
function foretell() {
  const bins = Array.from({ length: 10 }, () => ({ count: 0, believed: 0, right: 0 }))
  const sure = { count: 0, right: 0 }
  for (let fold = 0; fold < folds; fold++) {
    const isInFold = ({ document }: Measured) => document % folds === fold
    const curves = fitAll(measured.filter((each) => !isInFold(each)))
    for (const { group, belief, right } of measured.filter(isInFold)) {
      const confidence = along(curves[group] ?? [[0, 0.5]], belief)
      const bin = bins[Math.min(9, Math.floor(confidence * 10))]!
      bin.count++
      bin.believed += confidence
      bin.right += Number(right)
      if (confidence >= 0.95) {
        sure.count++
        sure.right += Number(right)
      }
    }
  }
  const error =
    bins.reduce((sum, { believed, right }) => sum + Math.abs(believed - right), 0) / measured.length
  const share = (part: number, whole: number) => `${((100 * part) / whole).toFixed(1)} %`
  console.log(
    `${measured.length} values of ${documents} documents; on documents not seen: error ${error.toFixed(3)},`,
  )
  console.log(
    `${share(sure.count, measured.length)} of values at least 0.95, of them right ${share(sure.right, sure.count)}`,
  )
}

async function write(curves: Record<string, Curve>) {
  const lines = Object.entries(curves).map(
    ([group, curve]) => `  '${group}': [${curve.map(([x, y]) => `[${x}, ${y}]`).join(', ')}],`,
  )
  const text = `/** Belief and how often it was right, rising: written by bench/calibrate.ts. */
export type Curve = [belief: number, right: number][]

export const curves: Record<string, Curve> = {
${lines.join('\n')}
}
`
  await writeFile(join(import.meta.dirname, '../src/extraction/calibration.ts'), text)
}
