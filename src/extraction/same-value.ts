import { bare } from './prove.ts'

/** The same but for case, accents, blanks and punctuation. */
export const isSameValue = (a: unknown, b: unknown): boolean => plain(a) === plain(b)

const plain = (value: unknown) => (typeof value === 'string' ? bare(value) : JSON.stringify(value))
