import { bounds } from '../../config.ts'
import { AppError, type Kind } from '../../errors.ts'
import type { Text } from '../../language.ts'
import { ZipError, type ZipFault } from '../../zip/zip-error.ts'

const faults: Record<ZipFault, { kind: Kind; code: string; text: Text }> = {
  damaged: {
    kind: 'unsupported',
    code: 'ZIP_DAMAGED',
    text: {
      es: 'El ZIP está dañado o incompleto. Vuelve a crearlo y envíalo otra vez.',
      en: 'The ZIP is damaged or incomplete. Make it anew and send it again.',
    },
  },
  encrypted: {
    kind: 'unsupported',
    code: 'ZIP_ENCRYPTED',
    text: {
      es: 'El archivo pide una contraseña. Envíalo sin ella.',
      en: 'The file asks for a password. Send it without one.',
    },
  },
  'other-method': {
    kind: 'unsupported',
    code: 'ZIP_METHOD',
    text: {
      es: 'El archivo está comprimido de una forma poco común. Vuelve a comprimirlo como ZIP corriente.',
      en: 'The file is packed in an uncommon way. Pack it again as a common ZIP.',
    },
  },
  'too-large': {
    kind: 'too-large',
    code: 'ZIP_TOO_LARGE',
    text: {
      es: `El ZIP ocupa demasiado una vez descomprimido: se admiten ${bounds.zipUnpackedBytes / 1024 / 1024} MB.`,
      en: `The ZIP is too large once it is unpacked: ${bounds.zipUnpackedBytes / 1024 / 1024} MB are allowed.`,
    },
  },
  'too-many': {
    kind: 'too-large',
    code: 'ZIP_TOO_MANY_FILES',
    text: {
      es: `El ZIP tiene demasiados archivos: se admiten ${bounds.zipEntries}.`,
      en: `The ZIP has too many files: ${bounds.zipEntries} are allowed.`,
    },
  },
}

/** What a ZIP, or a file in it, is refused with. */
export function zipFailure(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (!(error instanceof ZipError)) throw error
  const { kind, code, text } = faults[error.fault]
  return new AppError(kind, text, { code, cause: error })
}

export const emptyZip = () =>
  new AppError(
    'unsupported',
    { es: 'El ZIP no contiene ningún documento.', en: 'The ZIP holds no document.' },
    { code: 'ZIP_EMPTY' },
  )

export const nestedTooDeep = () =>
  new AppError(
    'unsupported',
    {
      es: 'Un ZIP dentro de otro que ya está dentro de un ZIP no se abre.',
      en: 'A ZIP within one that is in a ZIP itself is not opened.',
    },
    { code: 'ZIP_NESTED' },
  )
