import { bareText, type Letter, sureness } from './letters.ts'
import type { Line } from './line.ts'
import { isKnown, readLetters, recogniserHeight } from './recogniser.ts'
import type { Still } from './still.ts'
import { lineHeight, partOf, straighten, straightLine } from './straighten.ts'

/** A reading this doubtful for each letter is no better than the first one, whatever that is. */
const believed = Math.log(0.75)
/** Letters so near to each other, in the places of two readers, are one. */
const near = 7
/** What only the first reader can know is believed where it is this sure. */
const sure = 0.5
const scale = lineHeight / recogniserHeight

/** A part of a line, in places of `lineHeight`, and how it was read first. */
interface Part {
  letters: Letter[]
  from: number
  to: number
}

/** A part of a line as the second reader sees it; nothing where it makes no sense of it. */
export async function lookAgain(page: Still, line: Line, part: Part): Promise<Letter[] | undefined> {
  const cut = partOf(line, part.from, part.to, straightLine(page, line).width)
  const read = await readLetters(straighten(page, cut, recogniserHeight))
  const letters = read.map((letter) => ({ ...letter, x: letter.x * scale + part.from }))
  // Rules and folds look like dashes to it.
  const says = letters.some(({ text }) => /[\p{L}\p{N}]/u.test(text))
  if (!says || sureness(letters) < believed) return
  return agreed(part.letters, letters) ?? withUnknown(letters, part.letters)
}

/** What two readers say alike is surer than either; accents are the first one's, for the second knows few. */
function agreed(first: Letter[], second: Letter[]): Letter[] | undefined {
  if (bareText(first) !== bareText(second)) return
  const others = second.filter(({ text }) => text !== ' ')
  let next = 0
  return first.map((letter) => {
    if (letter.text === ' ') return letter
    const other = others[next++]?.confidence ?? 0
    return { ...letter, confidence: 1 - (1 - letter.confidence) * (1 - other) }
  })
}

/** The second reader has no accents, and no euro: those the first one saw take the place of what it made of them. */
function withUnknown(second: Letter[], first: Letter[]) {
  const letters = [...second]
  for (const letter of first) {
    if (letter.confidence < sure || letter.text === ' ' || isKnown(letter.text)) continue
    const at = letters.findIndex(({ x }) => Math.abs(x - letter.x) < near)
    const there = letters[at]
    if (!there) letters.push(letter)
    else if (!/\d/.test(there.text)) letters[at] = letter
  }
  return letters.sort((a, b) => a.x - b.x)
}
