import { AppError } from '../errors.ts'

const full = new Set(['ENOSPC', 'EDQUOT', 'EFBIG'])

/** There is no room; nothing was stored. */
export const storageFull = (cause: unknown) =>
  new AppError(
    'unavailable',
    {
      es: 'No queda espacio para guardar documentos. Avise a quien administra el servidor.',
      en: 'There is no room left to store documents. Tell whoever looks after the server.',
    },
    { code: 'STORAGE_FULL', cause },
  )

/** The store can't be reached or won't be written to; nothing was stored. */
export const storageUnavailable = (cause: unknown) =>
  new AppError(
    'unavailable',
    {
      es: 'El almacén de documentos no está disponible. Inténtalo de nuevo en unos minutos.',
      en: 'The document store is not available. Try again in a few minutes.',
    },
    { code: 'STORAGE_UNAVAILABLE', cause },
  )

export const notStored = (key: string) =>
  new AppError(
    'not-found',
    { es: 'Ese archivo no está guardado.', en: 'That file is not stored.' },
    { cause: key },
  )

export const rangeBeyondEnd = (sizeBytes: number) =>
  new AppError(
    'bad-range',
    {
      es: `El archivo tiene ${sizeBytes} bytes; el rango pedido queda fuera.`,
      en: `The file has ${sizeBytes} bytes; the range asked for lies outside.`,
    },
    { extra: { size_bytes: sizeBytes } },
  )

export const tooLarge = (maxBytes: number) =>
  new AppError(
    'too-large',
    {
      es: `El archivo supera el máximo de ${megabytes(maxBytes)} MB.`,
      en: `The file is larger than the limit of ${megabytes(maxBytes)} MB.`,
    },
    { code: 'FILE_TOO_LARGE' },
  )

/** What a failed call to the file system means to the one who asked. */
export function storageFault(error: unknown) {
  const code = errnoOf(error)
  if (!code) return error
  return full.has(code) ? storageFull(error) : storageUnavailable(error)
}

/** The `E…` name of a failed system call, if that is what it is. */
export function errnoOf(error: unknown) {
  if (!(error instanceof Error) || error instanceof AppError) return undefined
  const { code, syscall } = error as NodeJS.ErrnoException
  return syscall && typeof code === 'string' && /^E[A-Z0-9]+$/.test(code) ? code : undefined
}

const megabytes = (bytes: number) => Number((bytes / 1024 / 1024).toFixed(2))
