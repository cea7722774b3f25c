import { readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { bounds, type Config } from '../config.ts'
import { connect } from '../db/connect.ts'
import { isDatabaseDown } from '../db/failures.ts'
import { AppError } from '../errors.ts'
import { checkDocuWare } from '../exports/docuware/check-docuware.ts'
import { createExtractor } from '../extraction/extractor.ts'
import { modelOf } from '../extraction/model/model-settings.ts'
import { openFiles } from '../files/open-files.ts'
import type { Text } from '../language.ts'
import { createLog } from '../log.ts'
import { startDatabase } from '../main.ts'
import { createReader } from '../reading/create-reader.ts'
import { placeOfLanguage } from '../reading/thread/language-data.ts'
import { lookAtPort } from './look-at-port.ts'
import { waysInOf } from './look-at-ways-in.ts'

export interface Verdict {
  level: 'ok' | 'warn' | 'fail'
  text: Text
}
export interface Check {
  about: Text
  /** What it throws is a failure. */
  look(): Promise<Verdict>
}

const log = createLog('error')
const gigabyte = 1024 ** 3
/** Below this the database of a busy day does not fit; below a tenth of it, nothing does. */
const roomy = 5 * gigabyte

/** What Folio needs, in the order in which it starts. */
export const checksOf = (config: Config, stops: (() => unknown)[]): Check[] => [
  { about: { es: 'Disco', en: 'Disk' }, look: () => lookAtDisk(config) },
  { about: { es: 'Base de datos', en: 'Database' }, look: () => lookAtDatabase(config, stops) },
  { about: { es: 'Documentos', en: 'Documents' }, look: () => lookAtFiles(config) },
  { about: { es: 'Lectura', en: 'Reading' }, look: () => lookAtReader(config) },
  { about: { es: 'Idiomas', en: 'Languages' }, look: () => lookAtLanguages(config) },
  { about: { es: 'Modelo', en: 'Model' }, look: () => lookAtModel(config) },
  ...(config.DOCUWARE_URL
    ? [{ about: { es: 'DocuWare', en: 'DocuWare' }, look: () => lookAtDocuWare(config) }]
    : []),
  ...waysInOf(config),
  { about: { es: 'Puerto', en: 'Port' }, look: () => lookAtPort(config) },
]

const ok = (es: string, en = es): Verdict => ({ level: 'ok', text: { es, en } })

async function lookAtDisk({ DATA_DIR }: Config): Promise<Verdict> {
  const { bavail, bsize } = await statfs(DATA_DIR).catch(() => statfs('.'))
  const free = bavail * bsize
  const size = `${(free / gigabyte).toFixed(1)} GB`
  if (free > roomy) return ok(`${size} libres`, `${size} free`)
  const text = {
    es: `${size} libres en ${DATA_DIR}: haz sitio, o pon DATA_DIR en otro disco`,
    en: `${size} free at ${DATA_DIR}: make room, or set DATA_DIR on another disk`,
  }
  return { level: free > roomy / 10 ? 'warn' : 'fail', text }
}

async function lookAtDatabase(config: Config, stops: (() => unknown)[]): Promise<Verdict> {
  const url = config.DATABASE_URL ?? (await startDatabase(config, log, stops))
  const sql = connect(url, { max: 1, statementMs: bounds.statementMs })
  try {
    const began = performance.now()
    // Really written, as an invoice would be, and gone again.
    await sql.unsafe('create table folio_doctor (); drop table folio_doctor')
    const ms = Math.round(performance.now() - began)
    const [row] = await sql`select current_setting('server_version') as version`
    const place = `PostgreSQL ${row?.version}${config.DATABASE_URL ? '' : ' (embedded)'}`
    const missing = await countMissingMigrations(sql)
    if (!missing) return ok(`${place}, escribe en ${ms} ms`, `${place}, writes in ${ms} ms`)
    return {
      level: 'warn',
      text: {
        es: `${place}; faltan ${missing} migraciones: las aplica el próximo arranque, o folio migrate`,
        en: `${place}; ${missing} migrations are missing: the next start applies them, or folio migrate`,
      },
    }
  } catch (error) {
    throw isDatabaseDown(error) ? unreachable(error) : error
  } finally {
    await sql.end({ timeout: 1 })
  }
}

/** Looks only: under a server that runs, nothing is changed by a check. */
async function countMissingMigrations(sql: ReturnType<typeof connect>) {
  const files = (await readdir(join(import.meta.dirname, '../../migrations'))).filter((name) =>
    name.endsWith('.sql'),
  )
  const [table] = await sql`select to_regclass('migrations') is not null as exists`
  if (!table?.exists) return files.length
  const applied = (await sql`select name from migrations`).map(({ name }) => name)
  return files.filter((name) => !applied.includes(name)).length
}

const unreachable = (error: unknown) =>
  new AppError('unavailable', {
    es: `no responde (${(error as Error).message}): comprueba DATABASE_URL`,
    en: `doesn't answer (${(error as Error).message}): check DATABASE_URL`,
  })

async function lookAtFiles(config: Config): Promise<Verdict> {
  const files = await openFiles(config)
  await files.check()
  const place = config.STORAGE_URL ?? `${config.DATA_DIR}/files`
  return ok(`se guardan en ${place}`, `stored in ${place}`)
}

async function lookAtReader({ OCR_WORKERS, TESSDATA_DIR }: Config): Promise<Verdict> {
  const reader = createReader({ workers: OCR_WORKERS, tessdataDir: TESSDATA_DIR, bounds, log })
  try {
    const began = performance.now()
    await reader.check()
    const ms = Math.round(performance.now() - began)
    return ok(
      `lee una página de prueba en ${ms} ms, arranque incluido; hilos: ${OCR_WORKERS}`,
      `reads a page of its own in ${ms} ms, start included; threads: ${OCR_WORKERS}`,
    )
  } finally {
    await reader.close()
  }
}

async function lookAtLanguages({ TESSDATA_DIR }: Config): Promise<Verdict> {
  const places = ['spa', 'eng'].map((language) => placeOfLanguage(language, TESSDATA_DIR)).join(', ')
  if (!places.includes('.gz')) return ok(places)
  return ok(
    `${places} (más rápido con los de Debian: apt-get install tesseract-ocr-spa tesseract-ocr-eng)`,
    `${places} (quicker with Debian's: apt-get install tesseract-ocr-spa tesseract-ocr-eng)`,
  )
}

async function lookAtModel(config: Config): Promise<Verdict> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL } = config
  if (!OPENAI_API_KEY && !OPENAI_BASE_URL)
    return ok(
      'ninguno configurado; extrae el extractor propio',
      'none is set; the built-in extractor works alone',
    )
  await createExtractor({ model: modelOf(config), log }).check()
  const place = OPENAI_BASE_URL ? new URL(OPENAI_BASE_URL).origin : 'OpenAI'
  return ok(`${place} responde`, `${place} answers`)
}

async function lookAtDocuWare(config: Config): Promise<Verdict> {
  const { organisation, cabinets, ms } = await checkDocuWare(
    config,
    AbortSignal.timeout(bounds.docuware.requestMs),
  )
  return ok(
    `${organisation} responde en ${ms} ms; archivadores: ${cabinets.length}`,
    `${organisation} answers in ${ms} ms; file cabinets: ${cabinets.length}`,
  )
}
