import type { Word } from '../../invoices/words.ts'
import { isMisread, onlyDifference } from '../alike-letters.ts'
import { fold } from '../text-lines.ts'

/** What companies say they do and like to be, in their names: words that a reader's slip can be told from. */
const trades = new Set(
  [
    'restaurant restaurante restaurants restoran ristorante stationery stationers stationer trading enterprise enterprises hardware bakery bakeries bistro',
    'supermarket supermarkets hypermarket minimarket market markets marketing holding holdings service services industry industries industrial',
    'international machinery pharmacy bookstore bookstores solutions consulting retail electrical electronic electronics engineering furniture',
    'seafood kitchen catering printing painting packaging plastics products production productions construction communication communications',
    'technology technologies logistics transport properties resources associates partners management cosmetics optical medical clinic laboratory',
    'beverage beverages confectionery department departmental automotive accessories corporation company companies limited berhad',
    'gourmet noodles grocery groceries delicatessen boutique fashion workshop supplies supply distribution distributors wholesale',
    'comercial comercializadora distribuidora servicios industrias ferreteria panaderia restauracion papeleria farmacia libreria construcciones instalaciones transportes',
    'gesellschaft handels vertrieb backerei metzgerei apotheke baumarkt gasthaus dienstleistungen boulangerie patisserie pharmacie librairie quincaillerie',
    'pasar pasaraya kedai runcit perniagaan syarikat perusahaan makanan minuman bengkel farmasi',
    'western eastern northern southern central global world super express speed power smart family garden golden royal lucky fresh green quality',
    'mart cafe store stores house foods motors books coffee grill hotel shop station',
  ].flatMap((words) => words.split(' ')),
)
const byLength = Map.groupBy(trades, ({ length }) => length)

const plainOf = (text: string) => fold(text).replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '')

const longEnough = 7
const sureEnough = 0.95
const longest = 40

/** The trade that a word stands for, where a reader slipped in one letter; in short words only doubted ones. */
function tradeOf(plain: string, trust: number): string | null {
  if (plain.length < 4 || trades.has(plain) || /^\d/.test(plain)) return null
  const isLong = plain.length >= longEnough
  if (!isLong && trust >= sureEnough) return null
  const found = (byLength.get(plain.length) ?? []).filter(
    (trade) =>
      isMisread(plain, trade) || (isLong && trust < sureEnough && onlyDifference(plain, trade) !== null),
  )
  return found.length === 1 ? found[0]! : null
}

/** The texts of a name's words: trades spelled right, and one that was torn in two put together. */
export function mendedTrades(words: Word[]): string[] {
  const texts: string[] = []
  for (let at = 0; at < words.length; at++) {
    const text = inLetters(words[at]!)
    if (text.length > longest) {
      texts.push(text)
      continue
    }
    const next = words[at + 1]?.text.slice(0, longest).trim()
    const both = next === undefined ? '' : plainOf(text + next)
    if (both.length >= longEnough && !isTrade(text) && !isTrade(next!) && trades.has(both)) {
      texts.push(text + next)
      at++
      continue
    }
    const plain = plainOf(text)
    const trade = plain.length === plainLength(text) ? tradeOf(plain, words[at]!.confidence) : null
    texts.push(trade ? inPrintOf(text, plain, trade) : text)
  }
  return texts
}

const letterFor: Record<string, string> = { 0: 'O', 1: 'I', 5: 'S', 8: 'B' }

/** One doubted digit among capitals is the letter that looks like it. */
function inLetters({ text, confidence }: Word): string {
  const word = text.trim()
  return confidence < sureEnough &&
    word.length <= longest &&
    /^\W*\p{Lu}*[0158]\p{Lu}*\W*$/u.test(word) &&
    /\p{Lu}{2}/u.test(word)
    ? word.replace(/[0158]/, (digit) => letterFor[digit]!)
    : word
}

const isTrade = (text: string) => trades.has(plainOf(text))
const plainLength = (text: string) => text.replace(/^[^\p{L}\d]+|[^\p{L}\d]+$/gu, '').length

/** The right letters, as large or small as those that were read. */
export function inPrintOf(text: string, plain: string, right: string): string {
  const start = text.search(/[\p{L}\d]/u)
  const isLarge = text === text.toUpperCase()
  const letters = [...right].map((letter, i) => {
    const read = text[start + i]!
    if (letter === plain[i]) return read
    return isLarge || (i === 0 && read === read.toUpperCase()) ? letter.toUpperCase() : letter
  })
  return text.slice(0, start) + letters.join('') + text.slice(start + right.length)
}
