import { mkdir, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { bounds, readConfig } from '../config.ts'
import { linesOf } from '../extraction/text-lines.ts'
import type { PageOfWords } from '../invoices/words.ts'
import type { Language } from '../language.ts'
import { createLog } from '../log.ts'
import { createReader } from '../reading/create-reader.ts'
import { type Document, type Reader, ReadingError } from '../reading/reader.ts'
import { readingFailures } from '../reading/reading-failures.ts'
import { type Command, readArgs } from './call.ts'
import { drawBoxes } from './draw-boxes.ts'
import { inOrder } from './in-order.ts'
import { openDocuments, readPages, whyNot } from './open-document.ts'
import { print } from './print.ts'

/** Says what the pages of files say; `--draw` also puts each page into a folder, with a box around each word. */
export const read: Command = async ({ args, env, language }) => {
  const { values, positionals } = readArgs(args, {
    options: { json: { type: 'boolean' }, draw: { type: 'string' } },
    operands: { name: 'FILE' },
  })
  const config = readConfig(env)
  const log = createLog('warn')
  if (values.draw) await mkdir(values.draw, { recursive: true })
  const reader = createReader({ workers: config.OCR_WORKERS, tessdataDir: config.TESSDATA_DIR, bounds, log })
  let failed = 0
  try {
    const work = (file: string) => readFile(reader, file, { language, drawInto: values.draw })
    for await (const outcome of inOrder(positionals, config.OCR_WORKERS, work)) {
      if (!outcome.ok || outcome.rejected) failed++
      await print(values.json ? `${JSON.stringify(outcome)}\n` : asText(outcome, language))
    }
  } finally {
    await reader.close()
  }
  return failed ? 1 : 0
}

interface Options {
  language: Language
  drawInto?: string | undefined
}

async function readFile(reader: Reader, file: string, { language, drawInto }: Options) {
  const began = performance.now()
  const timings: { read_ms?: number } = {}
  try {
    const { documents, rejected: failed } = await openDocuments(file)
    const pages: PageOfWords[] = []
    for (const { file: inner, document } of documents)
      try {
        for (const page of await readPages(reader, document, new AbortController().signal)) {
          const shown = { ...page, page: pages.length + 1 }
          pages.push(shown)
          if (!drawInto) continue
          const picture = await drawBoxes(shown, await pictureOf(reader, document, page))
          await writeFile(join(drawInto, `${basename(file)}-${shown.page}.png`), picture)
        }
      } catch (error) {
        failed.push({ file: inner, error })
      }
    timings.read_ms = Math.round(performance.now() - began)
    if (!pages.length) throw failed[0]!.error
    const rejected = failed.map((each) => ({ file: each.file, ...whyNot(each.error, language) }))
    return { file, ok: true as const, pages, ...(rejected.length ? { rejected } : {}), timings }
  } catch (error) {
    return { file, ok: false as const, error: whyNot(error, language), timings }
  }
}
type Outcome = Awaited<ReturnType<typeof readFile>>

/** An XML has words and no picture. */
async function pictureOf(reader: Reader, document: Document, page: PageOfWords) {
  try {
    return await reader.picture(document, page, new AbortController().signal)
  } catch (error) {
    if (error instanceof ReadingError && error.reason === 'no-such-page') return undefined
    throw error
  }
}

function asText(outcome: Outcome, language: Language): string {
  if (!outcome.ok) return `== ${outcome.file}\n✗ ${outcome.error.message} (${outcome.error.code})\n\n`
  const pages = outcome.pages.map((page) => {
    const heading = `== ${outcome.file} · ${page.page}/${outcome.pages.length}`
    if (page.failure) return `${heading}\n✗ ${readingFailures[page.failure][language]}\n`
    const lines = linesOf([page]).map(({ words }) => words.map(({ text }) => text).join(' '))
    return `${heading} (${page.source})\n${lines.join('\n')}\n`
  })
  const refused = (outcome.rejected ?? []).map(
    (each) => `== ${each.file}\n✗ ${each.message} (${each.code})\n`,
  )
  return `${[...pages, ...refused].join('\n')}\n`
}
