/**
 * How fast and how truly pages are read, beside Debian's tesseract and OCRmyPDF on the same pages, in turns, by kind of
 * document: `bun bench/reading.ts [--per-set 8] [--only scans] [--no-ocrmypdf] [--threads 2] [--soak 300]`. The
 * documents are real ones beside the checkout, in ../shared/corpus.
 */
import { readdir, readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { bounds } from '../src/config.ts'
import { createLog } from '../src/log.ts'
import { createReader } from '../src/reading/create-reader.ts'
import { corpus, hasCorpus, inCorpus } from '../src/testing/corpus.ts'
import { type Engine, folio, ocrmypdf, tesseract } from './reading-engines.ts'
import { scale, soak } from './reading-load.ts'
import { type Score, scoreOf, summed } from './reading-score.ts'
import { listTruth, sets, type TruePage } from './reading-truth.ts'

const { values } = parseArgs({
  allowNegative: true,
  options: {
    'per-set': { type: 'string', default: '8' },
    only: { type: 'string', default: '' },
    ocrmypdf: { type: 'boolean', default: true },
    threads: { type: 'string' },
    soak: { type: 'string' },
  },
})
const documents = new Map<string, Uint8Array<ArrayBuffer>>()

if (!hasCorpus) stop(`There are no documents to read: ${corpus} is missing.`)
const chosen = await Promise.all(
  sets.filter((set) => set.includes(values.only)).map((set) => listTruth(set, Number(values['per-set']))),
)
const pages = chosen.flat()
for (const { path } of pages) documents.set(path, new Uint8Array(await readFile(path)))
const threads = Number(values.threads ?? 1)
if (values.soak) await soak(open(threads), threads, pages.map(asDocument), Number(values.soak))
else if (values.threads) await scale(open, threads, pages.map(asDocument))
else {
  await compare()
  await readDigital()
}
process.exit(0)

async function compare() {
  const engines = enginesHere()
  const reader = open(1)
  engines.folio = folio(reader)
  // The compilers inside the engines are at work for the first pages.
  for (const page of pages.slice(0, 2)) await engines.folio(page, bytesOf(page))
  const all = new Map<string, Score[]>()
  console.log(
    row('', ['pages', 'CPU s', 'x tess.', 'pages/min', 'CER box', 'CER text', 'words', 'totals', 'dates']),
  )
  for (const set of Map.groupBy(pages, (page) => page.set).values()) {
    const scores = new Map<string, Score[]>(Object.keys(engines).map((engine) => [engine, []]))
    for (const page of set)
      for (const [engine, read] of Object.entries(engines))
        scores.get(engine)!.push(scoreOf(page, await read(page, bytesOf(page))))
    tellAll(set[0]!.set, scores)
    for (const [engine, more] of scores) all.set(engine, [...(all.get(engine) ?? []), ...more])
  }
  tellAll('all', all)
  await reader.close()
}

function tellAll(set: string, scores: Map<string, Score[]>) {
  const reference = summed(scores.get('tesseract') ?? [])
  for (const [engine, each] of scores) tell(`${set}, ${engine}`, summed(each), reference)
}

function enginesHere() {
  const engines: Record<string, Engine> = {}
  const natives = { tesseract, ...(values.ocrmypdf && { ocrmypdf }) }
  for (const [name, engine] of Object.entries(natives))
    if (Bun.which(name)) engines[name] = engine
    else
      console.log(
        `${name} is not installed here, and nothing is compared with it (apt install ${packages[name]})`,
      )
  return engines
}
const packages: Record<string, string> = {
  tesseract: 'tesseract-ocr tesseract-ocr-spa',
  ocrmypdf: 'ocrmypdf',
}

function tell(name: string, score: Score, reference: Score) {
  const cpu = score.cpuSeconds / score.pages
  const percent = (part: number | undefined, whole: number) =>
    part === undefined ? '-' : ((100 * part) / whole).toFixed(1)
  console.log(
    row(name, [
      score.pages,
      cpu.toFixed(2),
      reference.pages ? (score.cpuSeconds / reference.cpuSeconds).toFixed(2) : '-',
      (60 / cpu).toFixed(0),
      percent(score.edits, score.characters),
      percent(score.fitted, score.characters),
      percent(score.recalled, score.words),
      score.totals.join('/'),
      score.dates.join('/'),
    ]),
  )
}

/** Pages with a text layer: what a page costs once the engines are loaded, and to somebody who waits. */
async function readDigital() {
  const reader = open(1)
  const signal = AbortSignal.timeout(600_000)
  for (const set of ['aiscan-es', 'zugferd-facturx', 'invoice2data']) {
    if (!set.includes(values.only)) continue
    const files = (await readdir(inCorpus(set))).filter((file) => file.endsWith('.pdf'))
    let [read, ms, cpu] = [0, 0, 0]
    for (const [i, file] of [files[0]!, ...files].entries()) {
      const bytes = new Uint8Array(await readFile(inCorpus(`${set}/${file}`)))
      const [began, before] = [performance.now(), process.cpuUsage()]
      const sources: string[] = []
      for await (const { page } of reader.read({ bytes, contentType: 'application/pdf' }, { signal }))
        sources.push(page.source)
      const { user, system } = process.cpuUsage(before)
      if (i === 0 || sources.includes('ocr')) continue
      read += sources.length
      ms += performance.now() - began
      cpu += (user + system) / 1000
    }
    console.log(
      `digital, ${set}: ${read} pages, ${(ms / read).toFixed(1)} ms a page, ${(cpu / read).toFixed(1)} of CPU`,
    )
  }
  await reader.close()
}

function open(workers: number) {
  return createReader({ workers, bounds, log: createLog('error'), tessdataDir: process.env.TESSDATA_DIR })
}
function asDocument(page: TruePage) {
  return { bytes: bytesOf(page), contentType: page.contentType }
}
function bytesOf({ path }: TruePage) {
  return documents.get(path)!
}
function row(name: string, cells: (string | number)[]) {
  return name.padEnd(24) + cells.map((cell) => String(cell).padStart(10)).join('')
}
function stop(why: string): never {
  console.error(why)
  process.exit(1)
}
