/** A line as it is compared: recognition may read blanks, marks and some letters otherwise in the next picture. */
interface Key {
  plain: string
  digits: string
}

/** Two lines that seem to say the same, by their numbers, and how much it means that they do: 0 to 1. */
export interface Likeness {
  a: number
  b: number
  weight: number
}

/** Shorter ones are separators and scraps: whether they come again says nothing. */
const fewestCharacters = 3
/** Of a longer line its beginning tells enough. */
const mostCharacters = 100
/** What more lines than these have in common is a form of words of this paper; also what keeps a hostile one quick. */
const mostSharing = 8
/** So long a line that comes again means as much as any. */
const telling = 10
const misread = 0.25

const lookAlike: Record<string, string> = { o: '0', i: '1', l: '1', s: '5', b: '8', z: '2' }

function keyOf(text: string): Key {
  const folded = text.slice(0, 400).normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  let plain = ''
  for (const [token] of folded.matchAll(/[\p{L}\p{N}.,:/-]+/gu)) {
    const bare = token.replace(/[^\p{L}\p{N}]/gu, '')
    plain += /\d|^[oil]$/.test(bare) ? bare.replace(/[oilsbz]/g, (letter) => lookAlike[letter]!) : bare
  }
  plain = plain.slice(0, mostCharacters)
  return { plain, digits: plain.replace(/\D/g, '') }
}

/** Which lines of the first list say the same as which of the second; what is said all the time counts little. */
export function likenesses(first: string[], second: string[]): Likeness[] {
  const [ours, theirs] = [first.map(keyOf), second.map(keyOf)]
  const index = indexOf(theirs)
  const found: Likeness[] = []
  const timesSaid = new Map<number, number>()
  for (const [a, key] of ours.entries()) {
    const candidates = new Set(handlesOf(key).flatMap((handle) => index.get(handle) ?? []))
    const alike = [...candidates]
      .map((b) => ({ b, sure: likeness(key, theirs[b]!) }))
      .filter(({ sure }) => sure > 0)
    const length = Math.min(1, key.plain.length / telling)
    for (const { b, sure } of alike) {
      timesSaid.set(b, (timesSaid.get(b) ?? 0) + 1)
      found.push({ a, b, weight: (length * sure) / Math.max(1, alike.length / 3) })
    }
  }
  return found.map((each) => ({ ...each, weight: each.weight / Math.max(1, timesSaid.get(each.b)! / 3) }))
}

/** Whether a line is more than a separator or a scrap. */
export const saysSomething = (text: string) => keyOf(text).plain.length >= fewestCharacters

/** By which a line that was read a little otherwise is still found: the whole, both ends, and its numbers. */
function handlesOf({ plain, digits }: Key): string[] {
  if (plain.length < fewestCharacters) return []
  const handles = [`= ${plain}`, `< ${plain.slice(0, 5)}`, `> ${plain.slice(-5)}`]
  return digits.length >= 3 ? [...handles, `# ${digits}`] : handles
}

function indexOf(keys: Key[]) {
  const index = new Map<string, number[]>()
  for (const [at, key] of keys.entries())
    for (const handle of handlesOf(key)) {
      const lines = index.get(handle)
      if (lines) lines.push(at)
      else index.set(handle, [at])
    }
  for (const [handle, lines] of index) if (lines.length > mostSharing) index.delete(handle)
  return index
}

/**
 * How much it means that both say this; 0 where they don't. Numbers tell two lines of a table apart: one digit may be
 * misread, and then it means less.
 */
function likeness(a: Key, b: Key): number {
  if (a.plain === b.plain) return 1
  const most = Math.floor(misread * Math.max(a.plain.length, b.plain.length))
  if (most === 0 || editsBetween(a.plain, b.plain, most) > most) return 0
  if (a.digits === b.digits) return 0.8
  return most > 1 && editsBetween(a.digits, b.digits, 1) <= 1 ? 0.6 : 0
}

/** Letters to change, add or leave out; more than `most` is not counted further. */
function editsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i++) {
    const row = new Array<number>(b.length + 1).fill(most + 1)
    row[0] = i
    let least = i
    // further from the diagonal it takes more edits anyway
    for (let j = Math.max(1, i - most); j <= Math.min(b.length, i + most); j++) {
      const swap = before[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      row[j] = Math.min(swap, before[j]! + 1, row[j - 1]! + 1)
      least = Math.min(least, row[j]!)
    }
    if (least > most) return most + 1
    before = row
  }
  return before[b.length]!
}
