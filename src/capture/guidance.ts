import type { Language, Text } from '../language.ts'
import type { Outcome } from './captures.table.ts'
import type { RequiredField } from './required-fields.ts'

/** What people call the fields, and how a sentence joins them. */
interface Named {
  es: { article: 'el' | 'la' | 'los'; name: string }
  en: string
}
const names: Record<RequiredField, Named> = {
  issuer_name: { es: { article: 'el', name: 'nombre del comercio' }, en: 'name of the shop' },
  invoice_number: { es: { article: 'el', name: 'número de factura' }, en: 'invoice number' },
  date: { es: { article: 'la', name: 'fecha' }, en: 'date' },
  total: { es: { article: 'el', name: 'total' }, en: 'total' },
  products: { es: { article: 'los', name: 'productos' }, en: 'products' },
}

/** What a field is called on its own. */
export const nameOf = (field: RequiredField, language: Language) =>
  language === 'es' ? names[field].es.name : names[field].en

const endings: Record<Language, string> = { es: ' y ', en: ' and ' }

const listed = (parts: string[], language: Language) =>
  parts.length < 2 ? parts.join('') : parts.slice(0, -1).join(', ') + endings[language] + parts.at(-1)

const bare = (fields: RequiredField[], language: Language) =>
  listed(
    fields.map((field) => nameOf(field, language)),
    language,
  )

const withArticles = (fields: RequiredField[], language: Language) =>
  listed(
    fields.map((field) =>
      language === 'es' ? `${names[field].es.article} ${names[field].es.name}` : `the ${names[field].en}`,
    ),
    language,
  )

/** `del total y productos`, as one says it: the first has the article of all. */
const ofThese = (fields: RequiredField[]) => {
  const [first] = fields
  const article = first && names[first].es.article
  return `${article === 'el' ? 'del' : `de ${article}`} ${bare(fields, 'es')}`
}

/** What a session's caller is told: what is missing, what came of the picture, and what to photograph next. */
export const guidanceFor = (outcome: Outcome, attempt: number): Text => {
  const { status, failure } = outcome
  if (status === 'complete') return complete
  if (status === 'manual_review') return reviewed
  if (failure) return failures[failure]
  if (attempt === 1) return firstLook(outcome.missing)
  return outcome.gained.length ? progress(outcome) : noProgress(outcome.missing)
}

const complete: Text = {
  es: 'Todos los campos fueron detectados correctamente',
  en: 'All fields were detected correctly',
}
const reviewed: Text = {
  es: 'Se alcanzó el límite de intentos. Esta factura será revisada por nuestro equipo',
  en: 'The limit of attempts was reached. This invoice will be reviewed by our team',
}
const failures: Record<NonNullable<Outcome['failure']>, Text> = {
  'bad-picture': {
    es: 'Imagen inválida: no se pudo abrir. Toma la foto de nuevo',
    en: 'Invalid picture: it could not be opened. Take it again',
  },
  unavailable: {
    es: 'El servicio OCR no pudo leer esta foto. Vuelve a enviarla en un momento',
    en: 'The OCR service could not read this photo. Send it again in a moment',
  },
}

const firstLook = (missing: RequiredField[]): Text =>
  missing.length === 1
    ? {
        es: `Falta un campo: ${bare(missing, 'es')}. Sube una foto enfocando esta área`,
        en: `One field is missing: ${bare(missing, 'en')}. Upload a photo focused on this area`,
      }
    : {
        es: `Faltan campos: ${bare(missing, 'es')}. Sube una foto enfocando estas áreas`,
        en: `Fields are missing: ${bare(missing, 'en')}. Upload a photo focused on these areas`,
      }

function progress({ gained, missing }: Outcome): Text {
  const isMany = gained.length > 1 || gained[0] === 'products'
  return {
    es: `¡Progreso! Se ${isMany ? 'detectaron' : 'detectó'} ${withArticles(gained, 'es')}. ${nextPhoto(missing).es}`,
    en: `Progress! Detected ${withArticles(gained, 'en')}. ${nextPhoto(missing).en}`,
  }
}

const noProgress = (missing: RequiredField[]): Text => {
  const isOne = missing.length === 1 && missing[0] !== 'products'
  return {
    es: `Aún ${isOne ? 'falta' : 'faltan'} ${withArticles(missing, 'es')}. ${nextPhoto(missing).es}`,
    en: `Still missing: ${bare(missing, 'en')}. ${nextPhoto(missing).en}`,
  }
}

const nextPhoto = (missing: RequiredField[]): Text => ({
  es: `Sube una foto clara del área ${ofThese(missing)}`,
  en: `Upload a clear photo of the area of ${withArticles(missing, 'en')}`,
})
