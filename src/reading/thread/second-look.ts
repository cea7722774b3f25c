import { lineHeight } from './line-canvas.ts'
import { type Letter, readLetters, recogniserHeight } from './recogniser.ts'
import type { Still } from './still.ts'
import { meanConfidence, type SeenWord } from './tesseract-words.ts'

/** What Tesseract is less sure of is read again, and taken when the second reader is at least so sure. */
export const weak = 0.8
const believed = 0.75
/** Letters further apart than this for the usual distance on their line belong to two words. */
const blank = 1.75

const scale = lineHeight / recogniserHeight

/** The words of a line by the second reader, in pixels of the first one's line; nothing where it is no surer. */
export async function lookAgain(line: Still, first: SeenWord[]): Promise<SeenWord[] | undefined> {
  const letters = await readLetters(line)
  const printed = letters.filter((letter) => letter.text !== ' ')
  // Rules and folds look like dashes to it.
  const says = printed.some(({ text }) => /[\p{L}\p{N}]/u.test(text))
  if (!says || meanConfidence(printed) < believed) return
  return split(letters, first).map((word) => {
    const half = Math.min(lineHeight / 4, width(word) / word.length / 2 || lineHeight / 4)
    return {
      text: word.map((letter) => letter.text).join(''),
      confidence: meanConfidence(word),
      left: Math.max(0, word[0]!.x * scale - half),
      right: Math.min(line.width * scale, word.at(-1)!.x * scale + half),
      top: lineHeight * 0.15,
      bottom: lineHeight * 0.85,
    }
  })
}

const width = (word: Letter[]) => (word.at(-1)!.x - word[0]!.x) * scale

/** The second reader drops blanks: they are where it saw one, where the first one saw one, or a wide gap. */
function split(letters: Letter[], first: SeenWord[]) {
  const gaps = first.slice(1).map((word, i) => (word.left + first[i]!.right) / 2 / scale)
  const printed = letters.filter((letter) => letter.text !== ' ')
  const steps = printed.slice(1).map((letter, i) => letter.x - printed[i]!.x)
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0
  const words: Letter[][] = []
  let last: Letter | undefined
  let apart = true
  for (const letter of letters) {
    if (letter.text === ' ') {
      apart = true
      continue
    }
    const from = last?.x ?? 0
    apart ||= gaps.some((gap) => gap > from && gap <= letter.x) || letter.x - from > blank * usual
    if (apart) words.push([letter])
    else words.at(-1)!.push(letter)
    last = letter
    apart = false
  }
  return words
}
