import { bounds, type Config, readConfig } from '../config.ts'
import { StartError } from '../errors.ts'
import type { Extraction, Extractor } from '../extraction/extraction.ts'
import { createExtractor } from '../extraction/extractor.ts'
import { modelOf } from '../extraction/model/model-settings.ts'
import { fieldNames, type Provenances } from '../invoices/invoice-data.ts'
import type { PageOfWords } from '../invoices/words.ts'
import type { Language } from '../language.ts'
import { createLog } from '../log.ts'
import { createReader } from '../reading/create-reader.ts'
import type { Document, Reader } from '../reading/reader.ts'
import { type Command, readArgs } from './call.ts'
import { inOrder } from './in-order.ts'
import { openDocuments, readPages, whyNot } from './open-document.ts'
import { print } from './print.ts'

/** Reads the fields out of files: no server, no database, one outcome a file in the order given. */
export const extract: Command = async ({ args, env, language }) => {
  const { values, positionals } = readArgs(args, {
    options: { json: { type: 'boolean' }, llm: { type: 'boolean' } },
    operands: { name: 'FILE' },
  })
  const config = readConfig(env)
  const log = createLog('warn')
  const model = values.llm ? requireModel(config) : undefined
  const extractor = createExtractor({ model, log })
  const reader = createReader({ workers: config.OCR_WORKERS, tessdataDir: config.TESSDATA_DIR, bounds, log })
  let failed = 0
  try {
    const work = (file: string) => extractFile({ reader, extractor, language }, file)
    for await (const outcome of inOrder(positionals, config.OCR_WORKERS, work)) {
      if (!outcome.ok || outcome.rejected) failed++
      await print(values.json ? `${JSON.stringify(outcome)}\n` : summary(outcome))
    }
  } finally {
    await reader.close()
  }
  return failed ? 1 : 0
}

function requireModel(config: Config) {
  if (!config.OPENAI_API_KEY && !config.OPENAI_BASE_URL)
    throw new StartError('--llm needs a model: set OPENAI_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL')
  return modelOf(config)
}

interface Engines {
  reader: Reader
  extractor: Extractor
  language: Language
}

type Timings = { read_ms?: number; extract_ms?: number }

/** The first invoice of a file, and the others where it holds several. */
async function extractFile(engines: Engines, file: string) {
  const timings: Timings = {}
  try {
    const { documents, rejected: failed } = await openDocuments(file)
    const found: Found[] = []
    for (const { file: inner, document } of documents)
      for await (const outcome of extractDocument(engines, document, timings)) {
        if ('error' in outcome) failed.push({ file: inner, error: outcome.error })
        else found.push({ file: inner, ...outcome })
      }
    const [first, ...others] = found
    if (!first) throw failed[0]!.error
    const rejected = failed.map((each) => ({ file: each.file, ...whyNot(each.error, engines.language) }))
    return {
      ...first,
      file,
      ok: true as const,
      ...(others.length ? { others } : {}),
      ...(rejected.length ? { rejected } : {}),
      timings,
    }
  } catch (error) {
    return { file, ok: false as const, error: whyNot(error, engines.language), timings }
  }
}

/** Every invoice of one document, or why there is none. */
async function* extractDocument(
  { reader, extractor, language }: Engines,
  document: Document,
  timings: Timings,
): AsyncGenerator<Omit<Found, 'file'> | { error: unknown }> {
  const began = performance.now()
  try {
    const { signal } = new AbortController()
    const pages = await readPages(reader, document, signal)
    const files = await reader.files(document, signal)
    timings.read_ms = (timings.read_ms ?? 0) + since(began)
    const today = new Date().toISOString().slice(0, 10)
    const look = (page: number) => pictureOf(reader, document, pages, page, signal)
    for (let [part, parts] = [1, 1]; part <= parts; part++) {
      const started = performance.now()
      const extraction = await extractor.extract({ pages, files }, { signal, today, part, pictureOf: look })
      timings.extract_ms = (timings.extract_ms ?? 0) + since(started)
      parts = extraction.parts ?? 1
      const { data, fields, checks, model } = extraction
      yield { data, fields, checks: said(checks, language), model }
    }
  } catch (error) {
    yield { error }
  }
}

interface Found extends Pick<Extraction, 'data' | 'fields' | 'model'> {
  file: string
  checks: ReturnType<typeof said>
}

/** The picture of a page, turned as it was for reading. */
const pictureOf = (
  reader: Reader,
  document: Document,
  pages: PageOfWords[],
  page: number,
  signal: AbortSignal,
) => reader.picture(document, pages.find((each) => each.page === page) ?? { page, turn: 0 }, signal)

type Outcome = Awaited<ReturnType<typeof extractFile>>

const since = (began: number) => Math.round(performance.now() - began)

const said = (checks: Extraction['checks'], language: Language) =>
  checks.map(({ name, ok, message }) => ({ name, ok, message: message[language] }))

function summary(outcome: Outcome): string {
  if (!outcome.ok) return `${outcome.file}\n${refusal(outcome.error)}\n\n`
  const { file, others = [], rejected = [], timings } = outcome
  const seconds = (((timings.read_ms ?? 0) + (timings.extract_ms ?? 0)) / 1000).toFixed(2)
  return [
    `${[`${file}  (${seconds} s)`, ...linesOf(outcome)].join('\n')}\n\n`,
    ...others.map((other) => `${[other.file, ...linesOf(other)].join('\n')}\n\n`),
    ...rejected.map((each) => `${each.file}\n${refusal(each)}\n\n`),
  ].join('')
}

const refusal = ({ code, message }: { code: string; message: string }) => `  ✗ ${message} (${code})`

function linesOf({ data, fields, checks, model }: Omit<Found, 'file'>) {
  const values = fieldNames.flatMap((name) => {
    const value = shown(data[name])
    return value ? [`  ${name.padEnd(17)} ${value}  ${proof(fields[name])}`] : []
  })
  return [...values, ...checks.map(({ ok, message }) => `  ${ok ? '✓' : '✗'} ${message}`), ...asked(model)]
}

const asked = (model: Extraction['model']) =>
  model
    ? [
        `  ${model.name}: ${model.tokensIn} + ${model.tokensOut} tokens${model.failure ? `, ${model.failure}` : ''}`,
      ]
    : []

function shown(value: unknown): string {
  if (!Array.isArray(value)) return value === null || value === undefined ? '' : String(value)
  return value
    .map((row: object) =>
      Object.values(row)
        .filter((cell) => cell !== null)
        .join(' · '),
    )
    .join(`\n${' '.repeat(20)}`)
}

const proof = (field: Provenances[keyof Provenances]) =>
  field
    ? `[${field.source} ${Math.round(field.confidence * 100)} %${field.page ? ` p. ${field.page}` : ''}]`
    : ''
