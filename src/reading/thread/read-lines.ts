import { areSure, type BestWord, bestWords, isFigure } from './best-words.ts'
import { blanksOf, withBlanks } from './blanks.ts'
import type { ReadLine } from './language-nets.ts'
import { type Letter, withBlank } from './letters.ts'
import type { Line } from './line.ts'
import { columnsOfInk, wordsOfLine } from './line-words.ts'
import { lookAgain } from './second-look.ts'
import type { SeenWord } from './seen-word.ts'
import type { Still } from './still.ts'
import { straightLine } from './straighten.ts'

/** So many languages are asked about every line, and the others about what these are not sure of. */
const alwaysAsked = 2
/** On a page with doubts about more lines than this every figure is looked at twice. */
const poorShare = 0.15
/** A line is looked at as a whole where more of it than this is doubted. */
const wholeShare = 0.6

/** The words on each of some lines: as the languages know them, and where they doubt as the second reader sees them. */
export async function readLines(page: Still, lines: Line[], languages: ReadLine[]): Promise<SeenWord[][]> {
  const known: BestWord[][] = []
  for (const line of lines) known.push(await askLanguages(page, line, languages))
  const isPoor =
    known.filter((words) => words.some(({ doubted }) => doubted)).length > poorShare * lines.length
  const read: SeenWord[][] = []
  for (const [i, line] of lines.entries()) {
    const straight = straightLine(page, line)
    const columns = columnsOfInk(straight)
    const letters: Letter[] = []
    for (const part of partsOf(known[i]!, straight.width, isPoor)) {
      const second = part.doubted ? await lookAgain(page, line, part) : undefined
      const told = blanksOf([...part.letters, ...(second ?? [])])
      withBlank(letters, withBlanks(second ?? part.letters, told, columns))
    }
    read.push(wordsOfLine(letters, straight, columns))
  }
  return read
}

async function askLanguages(page: Still, line: Line, languages: ReadLine[]) {
  const readings: Letter[][] = []
  for (const [i, read] of languages.entries())
    if (i < alwaysAsked || !areSure(readings)) readings.push(await read(page, line))
  return bestWords(readings)
}

/** The words of a line that are doubted, and those between. */
function partsOf(words: BestWord[], width: number, isPoor: boolean): BestWord[] {
  const all = words.map((word) => ({
    ...word,
    from: Math.max(0, word.from),
    to: Math.min(width, word.to),
    doubted: word.doubted || (isPoor && isFigure(word.letters)),
  }))
  const whole: BestWord = { letters: [], from: 0, to: width, doubted: true }
  for (const { letters } of words) withBlank(whole.letters, letters)
  const doubted = all.reduce((sum, { from, to, doubted }) => sum + (doubted ? to - from : 0), 0)
  if (!words.length || doubted > wholeShare * width) return [whole]
  const parts: BestWord[] = []
  for (const word of all) {
    const last = parts.at(-1)
    if (last?.doubted !== word.doubted) parts.push({ ...word, letters: [...word.letters] })
    else {
      withBlank(last.letters, word.letters)
      last.to = word.to
    }
  }
  return parts
}
