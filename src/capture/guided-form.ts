import { AppError } from '../errors.ts'
import { isRequired, type RequiredField } from './required-fields.ts'

/** As clients send them: once for each, or all in one as JSON. */
export function fieldsAsked(lists: ReadonlyMap<string, string[]>): RequiredField[] {
  const sent = [...(lists.get('missing_fields') ?? []), ...(lists.get('missing_fields[]') ?? [])]
  return [...new Set(sent.flatMap(namesIn).filter(isRequired))]
}

function namesIn(text: string): string[] {
  try {
    const names: unknown = JSON.parse(text)
    return Array.isArray(names) ? names.map(String) : [String(names)]
  } catch {
    return text.split(',').map((name) => name.trim())
  }
}

export function requireSessionId(sessionId = '') {
  if (sessionId) return sessionId
  throw new AppError(
    'malformed',
    { es: 'Falta session_id.', en: 'session_id is missing.' },
    { code: 'SESSION_ID_MISSING' },
  )
}

export const badAction = () =>
  new AppError(
    'malformed',
    {
      es: 'action debe ser «initial», «retry» o «consolidate».',
      en: 'action must be ‘initial’, ‘retry’ or ‘consolidate’.',
    },
    { code: 'INVALID_ACTION' },
  )

export const noPicture = () =>
  new AppError(
    'malformed',
    { es: 'Falta la imagen de la factura (image).', en: 'The picture of the invoice (image) is missing.' },
    { code: 'IMAGE_MISSING' },
  )
