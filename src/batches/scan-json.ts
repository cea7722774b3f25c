import { AppError } from '../errors.ts'

/** A value as it is written: `JSON.parse` keeps neither the digits of a number nor a key that is given twice. */
export type Written =
  | { is: 'object'; entries: { key: string; value: Written }[] }
  | { is: 'text'; value: string }
  | { is: 'number'; digits: string }
  | { is: 'list' | 'true' | 'false' | 'null' }

/** No honest document is deeper, and the stack of a thread is not endless. */
const deepest = 32

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const words = ['true', 'false', 'null'] as const

/** Where the next thing begins. */
export function skipBlanks(text: string, at: number) {
  let next = at
  while (isBlank(text.charCodeAt(next))) next++
  return next
}

const isBlank = (code: number) => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09

/** The JSON value that begins here, and where it ends. */
export function scanValue(text: string, at: number, depth = 1): { value: Written; end: number } {
  if (depth > deepest) throw malformed(at)
  const first = text[at]
  if (first === '{') return scanObject(text, at, depth)
  if (first === '[') return scanList(text, at, depth)
  if (first === '"') {
    const { text: value, end } = scanText(text, at)
    return { value: { is: 'text', value }, end }
  }
  const word = words.find((each) => text.startsWith(each, at))
  if (word) return { value: { is: word }, end: at + word.length }
  number.lastIndex = at
  const [digits] = number.exec(text) ?? []
  if (digits === undefined) throw malformed(at)
  return { value: { is: 'number', digits }, end: at + digits.length }
}

function scanObject(text: string, at: number, depth: number): ReturnType<typeof scanValue> {
  const entries: { key: string; value: Written }[] = []
  const end = scanMembers(text, at, '}', (from) => {
    const { text: key, end: afterKey } = scanText(text, from)
    const colon = skipBlanks(text, afterKey)
    if (text[colon] !== ':') throw malformed(colon)
    const { value, end } = scanValue(text, skipBlanks(text, colon + 1), depth + 1)
    entries.push({ key, value })
    return end
  })
  return { value: { is: 'object', entries }, end }
}

function scanList(text: string, at: number, depth: number): ReturnType<typeof scanValue> {
  const end = scanMembers(text, at, ']', (from) => scanValue(text, from, depth + 1).end)
  return { value: { is: 'list' }, end }
}

/** Members parted by commas, up to the closing bracket. */
function scanMembers(text: string, open: number, close: string, scanOne: (from: number) => number) {
  let at = skipBlanks(text, open + 1)
  if (text[at] === close) return at + 1
  for (;;) {
    at = skipBlanks(text, scanOne(at))
    if (text[at] === close) return at + 1
    if (text[at] !== ',') throw malformed(at)
    at = skipBlanks(text, at + 1)
  }
}

function scanText(text: string, open: number) {
  if (text[open] !== '"') throw malformed(open)
  let end = open + 1
  let isPlain = true
  for (let code = text.charCodeAt(end); code !== 0x22; code = text.charCodeAt(end)) {
    // a control character, or no more characters
    if (!(code >= 0x20)) throw malformed(end)
    if (code === 0x5c) isPlain = false
    end += code === 0x5c ? 2 : 1
  }
  if (isPlain) return { text: text.slice(open + 1, end), end: end + 1 }
  try {
    return { text: JSON.parse(text.slice(open, end + 1)) as string, end: end + 1 }
  } catch {
    throw malformed(open)
  }
}

export const malformed = (at: number) =>
  new AppError(
    'malformed',
    {
      es: `El cuerpo no es JSON válido, a partir del carácter ${at + 1}.`,
      en: `The body is not valid JSON, from character ${at + 1} on.`,
    },
    { code: 'MALFORMED_JSON' },
  )
