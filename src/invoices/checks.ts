import type { Text } from '../language.ts'
import type { FieldName } from './invoice-data.ts'

/** A sum or rule, and whether this invoice keeps it. */
export interface Check {
  name: string
  ok: boolean
  message: Text
  /** What the document itself proves of these values: it stands, before any rule of its name, until one is edited. */
  about?: FieldName[]
  /** The other invoice that it speaks of. */
  other?: number
}
