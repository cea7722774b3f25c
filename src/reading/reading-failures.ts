import { bounds } from '../config.ts'
import type { Text } from '../language.ts'
import type { ReadingFailure } from './reader.ts'

/** What a person is told when a document could not be read. */
export const readingFailures: Record<ReadingFailure, Text> = {
  unreadable: {
    es: 'El archivo está dañado y no se puede abrir.',
    en: 'The file is damaged and can’t be opened.',
  },
  encrypted: {
    es: 'El archivo está protegido con contraseña. Sube una copia sin ella.',
    en: 'The file is protected by a password. Upload a copy without one.',
  },
  empty: { es: 'El archivo no tiene ninguna página.', en: 'The file has no pages.' },
  'too-large': {
    es: `Una imagen del archivo tiene más de ${bounds.pixels / 1e6} megapíxeles, o una página más contenido del que se puede leer.`,
    en: `A picture in the file has more than ${bounds.pixels / 1e6} megapixels, or a page more content than can be read.`,
  },
  'too-many-pages': {
    es: `El archivo tiene más de ${bounds.pages} páginas.`,
    en: `The file has more than ${bounds.pages} pages.`,
  },
  'no-such-page': { es: 'El archivo no tiene esa página.', en: 'The file has no such page.' },
  timeout: {
    es: 'La lectura tardó demasiado. Puedes reintentarla.',
    en: 'Reading took too long. You can retry.',
  },
  crashed: {
    es: 'El lector se interrumpió con este documento. Puedes reintentarlo.',
    en: 'The reader broke off on this document. You can retry.',
  },
  busy: {
    es: 'El lector está ocupado. Inténtalo en un momento.',
    en: 'The reader is busy. Try again in a moment.',
  },
}
