import type { ThreadSettings } from '../thread-protocol.ts'
import { languageNet, type ReadLine } from './language-nets.ts'
import { sureness } from './letters.ts'
import { type Line, longest } from './line.ts'
import { model } from './models.ts'
import type { Still } from './still.ts'

/** One of two is what a page is most likely written in; English knows the signs of addresses besides. */
const names = { local: ['spa', 'por'], everywhere: 'eng' } as const
/** So many of the longest lines tell the language of a page. */
const asked = 8
/** Another language is taken only where it is this much surer of a mean letter: both know most of them. */
const surer = 0.002

/** The readers of the languages a page may be in. */
export interface Languages {
  local: ReadLine[]
  everywhere: ReadLine
}

let there: Promise<Languages | undefined> | undefined

/** Not on every platform there is onnxruntime: without it pages are read less well, which is said once. */
export function languagesThere(settings: ThreadSettings): Promise<Languages | undefined> {
  there ??= open(settings).catch((error) => {
    process.emitWarning(`Pages are read by Tesseract alone, and worse: ${error}`)
    return undefined
  })
  return there
}

async function open(settings: ThreadSettings): Promise<Languages> {
  await model('detector')
  const local: ReadLine[] = []
  for (const name of names.local) local.push(await languageNet(name, settings))
  return { local, everywhere: await languageNet(names.everywhere, settings) }
}

/** The readers for the lines of a page, those to be asked about each line first. */
export async function languagesOf(page: Still, lines: Line[], { local, everywhere }: Languages) {
  const some = longest(lines, asked)
  let [best, most] = [local[0]!, Number.NEGATIVE_INFINITY]
  for (const read of local) {
    let sum = 0
    for (const line of some) sum += Math.max(-1, sureness(await read(page, line))) / some.length
    if (sum <= most + surer) continue
    ;[best, most] = [read, sum]
  }
  return [best, everywhere, ...local.filter((read) => read !== best)]
}
