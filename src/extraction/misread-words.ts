import { limits } from './limits.ts'
import type { Line } from './text-lines.ts'

const shortest = 6
const longest = 24
/** From so many letters on two of them may be wrong. */
const long = 8

const known = new WeakMap<Line, Map<Set<string>, Line>>()

/** A recognised line as it reads with its damaged words mended: long ones that miss a word of the vocabulary by a letter or two. */
export function withWordsMended(line: Line, vocabulary: Set<string>): Line {
  if (line.source !== 'ocr' || line.plain.length > limits.lineCharacters) return line
  const lines = known.get(line) ?? new Map<Set<string>, Line>()
  known.set(line, lines)
  if (!lines.has(vocabulary)) lines.set(vocabulary, mended(line, vocabulary))
  return lines.get(vocabulary)!
}

function mended(line: Line, vocabulary: Set<string>): Line {
  let plain = ''
  let isChanged = false
  const starts = line.starts.map((start, i) => {
    const word = line.plain.slice(start, (line.starts[i + 1] ?? line.plain.length + 1) - 1)
    const whole = word.replace(/[a-z]{5,}/, (letters) => meant(letters, vocabulary))
    if (whole !== word) isChanged = true
    const at = plain.length === 0 ? 0 : plain.length + 1
    plain = i === 0 ? whole : `${plain} ${whole}`
    return at
  })
  return isChanged ? { ...line, plain, starts } : line
}

/** The one word of the vocabulary that this may have been. */
function meant(letters: string, vocabulary: Set<string>): string {
  if (letters.length > longest || vocabulary.has(letters)) return letters
  // "changed" is another word, not a misread one.
  if (vocabulary.has(letters.slice(0, -1))) return letters
  let found: string | null = null
  for (const word of vocabulary) {
    if (word.length < shortest || !isAlmost(letters, word)) continue
    if (found) return letters
    found = word
  }
  return found ?? letters
}

/** Alike but for a letter or two beside each other. */
function isAlmost(letters: string, word: string): boolean {
  const most = word.length < long ? 1 : 2
  if (Math.abs(letters.length - word.length) > 1) return false
  let from = 0
  while (from < letters.length && letters[from] === word[from]) from++
  let end = 0
  const rest = Math.min(letters.length, word.length) - from
  while (end < rest && letters.at(-1 - end) === word.at(-1 - end)) end++
  return Math.max(letters.length, word.length) - from - end <= most
}
