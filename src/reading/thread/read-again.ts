import type { Word } from '../../invoices/words.ts'
import type { ThreadSettings } from '../thread-protocol.ts'
import { engine } from './engine.ts'
import { languagesOf, languagesThere } from './languages.ts'
import type { Line } from './line.ts'
import { inRows, wordsOnLine } from './page-words.ts'
import { readLines } from './read-lines.ts'
import type { Still } from './still.ts'
import { wear } from './wear.ts'
import { readWholePage } from './whole-page.ts'

/** Each line is looked at so many times, cut out a little taller or tighter: chance does not err alike each time. */
const cuts = [1, 1.12, 0.92]

/** The words on some lines, as most looks at them agree. */
export async function readAgain(part: Still, lines: Line[], settings: ThreadSettings): Promise<Word[]> {
  wear.recognisedPages += 1
  const languages = await languagesThere(settings)
  if (!languages) return readWholePage(part, await engine(settings))
  const inOrder = inRows(lines, 0)
  const read = await languagesOf(part, inOrder, languages)
  const looks: Word[][][] = []
  for (const cut of cuts) {
    const some = inOrder.map((line) => ({ ...line, height: line.height * cut }))
    const seen = await readLines(part, some, read)
    looks.push(some.map((line, i) => wordsOnLine(part, line, seen[i]!, { turn: 0 })))
  }
  return inOrder.flatMap((_, i) => agreed(looks.map((look) => look[i]!)))
}

/** What most looks read alike, the surest among equals. Who agrees makes it surer, who doesn't makes it doubtful. */
function agreed(looks: Word[][]): Word[] {
  const text = (words: Word[]) => words.map((word) => word.text).join('')
  const sure = (words: Word[]) => words.reduce((sum, word) => sum + word.confidence, 0) / (words.length || 1)
  const votes = (words: Word[]) => looks.filter((look) => text(look) === text(words)).length
  const best = looks.reduce((one, other) => {
    const more = votes(other) - votes(one)
    return more > 0 || (more === 0 && sure(other) > sure(one)) ? other : one
  })
  const share = votes(best) / looks.length
  // A sign that not every look sees, and none surely, is dirt.
  if (share < 1 && text(best).length < 2 && sure(best) < 0.6) return []
  return best.map((word) => ({
    ...word,
    confidence: share < 1 ? word.confidence * (0.5 + share / 2) : 1 - (1 - word.confidence) / 2,
  }))
}
