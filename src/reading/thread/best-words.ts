import { bareText, inWords, type Letter, sureness } from './letters.ts'

/** A word, in its place on a line, as the languages read it. */
export interface BestWord {
  letters: Letter[]
  from: number
  to: number
  doubted: boolean
}

/** Another language is believed about a word where it is this much surer of a mean letter. */
const surer = 0.002
/** Signs that only some languages know: who does not reads something else without a doubt. */
const sign = /[@#&º]/
const signSure = -0.05
/** Marks that were not seen make the rest of a word surer: who saw them among the same figures is believed. */
const marksSure = -0.2
/** Shorter readings are for words this doubtful. */
const shorter = -0.03
/** Unless some language is this sure of a line, and the first of each of its words, the others are asked as well. */
const sure = { line: -0.01, word: -0.03 }
/**
 * Below this a mean letter of a word is doubted: words that two languages read alike are seldom wrong, figures they
 * differ on are worth the most.
 */
const weak = { alike: -0.2, alikeFigures: -0.03, apart: -0.05, figures: -0.01 }
/** A word of so many digits is a figure. */
const fewestDigits = 3
/** Figures and letters that look alike in one word, and dates with both a point and a comma. */
const odd = /\p{L}[01]\p{L}|\d[OolI]|[OolI]\d|(?<![\d.,])\d{1,2}(\.\d{1,2},|,\d{1,2}\.)\d{2,4}(?![\d.,])/u

/** Whether the languages asked so far are enough. */
export const areSure = (readings: Letter[][]) =>
  readings.some((letters) => sureness(letters) >= sure.line) &&
  inWords(readings[0] ?? []).every((word) => sureness(word) >= sure.word)

/** The words of a line as the language surest of the line parts them, each by whoever is surer of it. */
export function bestWords(readings: Letter[][]): BestWord[] {
  const whole = readings.reduce((best, other) => (sureness(other) > sureness(best) ? other : best))
  const others = readings.filter((reading) => reading !== whole)
  const words = inWords(whole)
  return words.map((word, i) => {
    const from = i ? between(words[i - 1]!, word) : Number.NEGATIVE_INFINITY
    const to = i + 1 < words.length ? between(word, words[i + 1]!) : Number.POSITIVE_INFINITY
    const seen = [word, ...others.flatMap((reading) => wordWithin(reading, from, to))]
    const letters = seen.reduce((one, other) => (isBetter(other, one) ? other : one))
    return { letters, from, to, doubted: isWeak(letters, seen) }
  })
}

export const isFigure = (word: Letter[]) => digitsOf(word).length >= fewestDigits

const between = (word: Letter[], next: Letter[]) => (word.at(-1)!.x + next[0]!.x) / 2

/** What a reading has in a place, if that is one word. */
function wordWithin(reading: Letter[], from: number, to: number): Letter[][] {
  const words = inWords(reading.filter(({ x }) => x >= from && x < to))
  return words.length === 1 ? words : []
}

function isBetter(other: Letter[], word: Letter[]) {
  const [one, two] = [sureness(word), sureness(other)]
  if (sign.test(bareText(other)) && !sign.test(bareText(word))) return two > signSure
  if (isFigure(word) && digitsOf(word) === digitsOf(other) && other.length !== word.length)
    return other.length > word.length && two > marksSure
  return two > one + surer && (other.length >= word.length || (one < shorter && !isFigure(word)))
}

function isWeak(word: Letter[], seen: Letter[][]) {
  const others = seen.filter((other) => other !== word)
  const isAlike = others.some((other) => bareText(other) === bareText(word))
  const differ = others.some((other) => figuresOf(other) !== figuresOf(word))
  const doubt = isAlike ? (isFigure(word) ? 'alikeFigures' : 'alike') : differ ? 'figures' : 'apart'
  return sureness(word) < weak[doubt] || odd.test(bareText(word))
}

const digitsOf = (word: Letter[]) => bareText(word).replace(/\D/g, '')
const figuresOf = (word: Letter[]) => bareText(word).replace(/[^\d.,:/-]/g, '')
