import { bounds, type Config, readConfig } from '../config.ts'
import { StartError } from '../errors.ts'
import type { Extraction, Extractor } from '../extraction/extraction.ts'
import { createExtractor } from '../extraction/extractor.ts'
import { fieldNames, type Provenances } from '../invoices/invoice-data.ts'
import type { Language } from '../language.ts'
import { createLog } from '../log.ts'
import { createReader } from '../reading/create-reader.ts'
import type { Reader } from '../reading/reader.ts'
import { type Command, readArgs } from './call.ts'
import { inOrder } from './in-order.ts'
import { openDocument, readPages, whyNot } from './open-document.ts'
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
      if (!outcome.ok) failed++
      await print(values.json ? `${JSON.stringify(outcome)}\n` : summary(outcome))
    }
  } finally {
    await reader.close()
  }
  return failed ? 1 : 0
}

function requireModel({ OPENAI_API_KEY, OPENAI_BASE_URL, OPENAI_MODEL }: Config) {
  if (!OPENAI_API_KEY && !OPENAI_BASE_URL)
    throw new StartError('--llm needs a model: set OPENAI_API_KEY, or OPENAI_BASE_URL and OPENAI_MODEL')
  return { apiKey: OPENAI_API_KEY, baseUrl: OPENAI_BASE_URL, model: OPENAI_MODEL }
}

interface Engines {
  reader: Reader
  extractor: Extractor
  language: Language
}

async function extractFile({ reader, extractor, language }: Engines, file: string) {
  const began = performance.now()
  const timings: { read_ms?: number; extract_ms?: number } = {}
  try {
    const { signal } = new AbortController()
    const document = await openDocument(file)
    const pages = await readPages(reader, document, signal)
    const files = await reader.files(document, signal)
    timings.read_ms = since(began)
    const today = new Date().toISOString().slice(0, 10)
    const { data, fields, checks } = await extractor.extract({ pages, files }, { signal, today })
    timings.extract_ms = since(began) - timings.read_ms
    return {
      file,
      ok: true as const,
      data,
      fields,
      checks: said(checks, language),
      timings,
    }
  } catch (error) {
    return { file, ok: false as const, error: whyNot(error, language), timings }
  }
}
type Outcome = Awaited<ReturnType<typeof extractFile>>

const since = (began: number) => Math.round(performance.now() - began)

const said = (checks: Extraction['checks'], language: Language) =>
  checks.map(({ name, ok, message }) => ({ name, ok, message: message[language] }))

function summary(outcome: Outcome): string {
  if (!outcome.ok) return `${outcome.file}\n  ✗ ${outcome.error.message} (${outcome.error.code})\n\n`
  const { file, data, fields, checks, timings } = outcome
  const lines = fieldNames.flatMap((name) => {
    const value = shown(data[name])
    return value ? [`  ${name.padEnd(17)} ${value}  ${proof(fields[name])}`] : []
  })
  const rules = checks.map(({ ok, message }) => `  ${ok ? '✓' : '✗'} ${message}`)
  const seconds = ((timings.read_ms! + timings.extract_ms!) / 1000).toFixed(2)
  return `${[`${file}  (${seconds} s)`, ...lines, ...rules].join('\n')}\n\n`
}

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
