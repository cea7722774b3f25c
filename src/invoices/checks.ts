import type { Text } from '../language.ts'

/** A sum or rule, and whether this invoice keeps it. */
export interface Check {
  name: string
  ok: boolean
  message: Text
}
