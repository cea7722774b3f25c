import { AppError } from '../errors.ts'
import { isDatabaseDown, sqlState } from './failures.ts'

/** What the database's own failures mean to whoever asked; undefined for those that are a mistake of ours. */
export function databaseFault(error: unknown): AppError | undefined {
  if (isDatabaseDown(error)) return down(error)
  return faults[sqlState(error) ?? '']?.(error)
}

const down = (cause: unknown) =>
  new AppError(
    'unavailable',
    {
      es: 'La base de datos no responde en este momento. Inténtalo de nuevo enseguida.',
      en: 'The database is not answering right now. Try again in a moment.',
    },
    { code: 'DATABASE_UNAVAILABLE', cause },
  )

const full = (cause: unknown) =>
  new AppError(
    'unavailable',
    { es: 'El disco de la base de datos está lleno.', en: 'The disk of the database is full.' },
    { code: 'DATABASE_FULL', cause },
  )

const incomplete = (cause: unknown) =>
  new AppError(
    'unavailable',
    {
      es: 'A la base de datos le falta una tabla o columna: ejecuta «folio migrate» o restaura una copia.',
      en: 'The database lacks a table or column: run ‘folio migrate’, or restore a backup.',
    },
    { code: 'DATABASE_INCOMPLETE', cause },
  )

const tooSlow = (cause: unknown) =>
  new AppError(
    'unavailable',
    { es: 'La consulta tardó demasiado. Acótala.', en: 'The query took too long. Narrow it.' },
    { code: 'QUERY_TOO_SLOW', cause },
  )

const notStorable = (cause: unknown) =>
  new AppError(
    'invalid',
    {
      es: 'El texto contiene caracteres que no se pueden guardar.',
      en: 'The text holds characters that can’t be stored.',
    },
    { code: 'NOT_STORABLE', cause },
  )

const faults: Record<string, (cause: unknown) => AppError> = {
  '53100': full,
  '42P01': incomplete,
  '42703': incomplete,
  '57014': tooSlow,
  // U+0000 in text and in JSON, a lone surrogate, a number out of range: whatever validation let through
  '22021': notStorable,
  '22P05': notStorable,
  '22P02': notStorable,
  '22003': notStorable,
}
