import type { Values } from './onnx.ts'

/** A letter on a line, as a network saw it. */
export interface Letter {
  text: string
  confidence: number
  /** Its middle, in the line's pixels. */
  x: number
}

/** The classes of a network that may be seen. */
export interface Alphabet {
  letters: { index: number; text: string }[]
  /** The class between letters: without it no letter comes twice. */
  blank: number
}

/** What a network that tells classes column by column has read: each run of a class is one letter. */
export function lettersOf({ data, dims }: Values, { letters, blank }: Alphabet, pixelsPerStep: number) {
  const classes = dims.at(-1)!
  const read: Letter[] = []
  let last = blank
  for (let offset = 0, step = 0; offset < data.length; offset += classes, step++) {
    let index = blank
    let text = ''
    let confidence = data[offset + blank]!
    for (const letter of letters) {
      const value = data[offset + letter.index]!
      if (value <= confidence) continue
      confidence = value
      ;({ index, text } = letter)
    }
    const before = read.at(-1)
    if (index !== blank && index !== last) read.push({ text, confidence, x: (step + 0.5) * pixelsPerStep })
    else if (index !== blank && before) before.confidence = Math.max(before.confidence, confidence)
    last = index
  }
  return read
}

const least = 1e-4

/** How sure a reading is as a whole: 0 is certain, and what is below counts the doubts of a mean letter. */
export function sureness(letters: Letter[]) {
  const printed = letters.filter(({ text }) => text !== ' ')
  const sum = printed.reduce((all, { confidence }) => all + Math.log(Math.max(least, confidence)), 0)
  return printed.length ? sum / printed.length : Number.NEGATIVE_INFINITY
}

/** What letters say, without blanks and accents. */
export const bareText = (letters: Letter[]) =>
  letters
    .map(({ text }) => text)
    .join('')
    .normalize('NFD')
    .replace(/[\p{M} ]/gu, '')

/** Letters between blanks. */
export function inWords(letters: Letter[]): Letter[][] {
  const words: Letter[][] = []
  let apart = true
  for (const letter of letters) {
    if (letter.text === ' ') apart = true
    else if (apart) words.push([letter])
    else words.at(-1)!.push(letter)
    if (letter.text !== ' ') apart = false
  }
  return words
}

/** Adds a word to a line. */
export function withBlank(line: Letter[], word: Letter[]) {
  const last = line.at(-1)
  if (last && word[0]) line.push({ text: ' ', confidence: 1, x: (last.x + word[0].x) / 2 })
  line.push(...word)
}
