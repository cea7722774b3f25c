import { isMisread } from '../alike-letters.ts'
import { fold, type Line, type Span, wordsOf } from '../text-lines.ts'
import type { Mentions } from './mentions.ts'
import { inPrintOf } from './trade-words.ts'

interface Print {
  plain: string
  trust: number
}

const longName = 10
const least = 3
const shortest = 5
const lead = 0.03
const clearLead = 0.1

/** A name's words with the letters of their better-read copies elsewhere on the page, its addresses of the web included. */
export function asPrintedElsewhere(
  value: string,
  spans: Span[],
  { lines, mentions }: { lines: Line[]; mentions: Mentions },
): string {
  const own = spans.flatMap(wordsOf)
  if (spans[0]?.line.source !== 'ocr') return value
  const prints = lines.flatMap(({ words, page }) =>
    page === spans[0]!.line.page ? words.flatMap(printsOf) : [],
  )
  const words = value.split(' ').map((word) => {
    const trust = own.find(({ text }) => text.includes(word))?.confidence
    return trust === undefined ? word : bestPrint(word, trust, prints)
  })
  return withoutStray(words, mentions).join(' ')
}

/** A lone sign that the name does without where it is printed again. */
function withoutStray(words: string[], { countOf }: Mentions): string[] {
  const at = words.findIndex((word, i) => i > 0 && /^\d$/.test(word))
  const others = words.filter((_, i) => i !== at).join(' ')
  return at > 0 && others.length > longName && countOf(words.join(' ')) < 2 && countOf(others) > 0
    ? others.split(' ')
    : words
}

const printsOf = ({ text, confidence }: { text: string; confidence: number }): Print[] =>
  fold(text.slice(0, 80))
    .split(/[^\p{L}\d]+/u)
    .filter(({ length }) => length >= least)
    .map((plain) => ({ plain, trust: confidence }))

/** A mark where a letter must be is a slip of itself; letters need a copy that was read better. */
function bestPrint(whole: string, trust: number, prints: Print[]): string {
  const word = whole.replace(/^[([{]+|[)\]},.]+$/g, '')
  const best = bestOf(word, trust, prints)
  return best === word ? whole : whole.replace(word, () => best)
}

function bestOf(word: string, trust: number, prints: Print[]): string {
  const plain = fold(word)
  const isMarked = /^\p{L}{3,}[!|]\p{L}*$/u.test(plain)
  if (!isMarked && !/^\p{L}+$/u.test(plain)) return word
  if (plain.length !== word.length || prints.some((print) => print.plain === plain && print.trust > trust))
    return word
  const needed = isMarked ? 0 : trust + (plain.length >= shortest ? lead : clearLead)
  const better = prints
    .filter(
      (print) => print.trust >= needed && /^\p{L}+$/u.test(print.plain) && isMisread(plain, print.plain),
    )
    .sort((a, b) => b.trust - a.trust)[0]
  return better && plain.length >= least ? inPrintOf(word, plain, better.plain) : word
}
