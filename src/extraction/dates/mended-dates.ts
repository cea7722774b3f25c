import { monthOf } from './month-names.ts'

const digitFor: Record<string, string> = {
  o: '0',
  l: '1',
  i: '1',
  '|': '1',
  '!': '1',
  s: '5',
  b: '8',
  z: '2',
}

/** Three numbers with signs between them, some of which were read as letters. */
const doubtful = /(?<![^\s:(])[\doli|!sbz]{1,2}([-/.])[\doli|!sbz]{1,2}\1[\doli|!sbz]{2,4}(?![^\s,)])/g

/** Letters that a reader takes for one another in the months' names. */
const alike: Record<string, string> = {
  m: 'n',
  n: 'm',
  h: 'mn',
  q: 'g',
  c: 'eo',
  e: 'co',
  o: 'eac',
  v: 'u',
  y: 'v',
  f: 't',
  i: 'j',
  l: 'j',
  '1': 'jl',
  '8': 'b',
  '5': 's',
}
const inLetters = /(?<=(?<!\d)\d{1,2} ?([-/.]) ?)[a-z158]{3}(?= ?\1 ?(?:20)?\d{2}(?!\d))/g

/** "14/Jum/2031": the month that is one such letter away, where there is only one. */
function mendedMonth(name: string): string {
  if (monthOf(name) || /^\d+$/.test(name)) return name
  const names = [...name].flatMap((letter, i) =>
    [...(alike[letter] ?? '')].map((other) => name.slice(0, i) + other + name.slice(i + 1)),
  )
  const months = names.filter(monthOf)
  return months.length === 1 ? months[0]! : name
}

/** The same text, letter for letter, with digits where a date has been read with letters for them. */
export const mendedDates = (plain: string): string =>
  plain
    .replace(inLetters, mendedMonth)
    .replace(/(?<=(?<!\d)\d{2}\1\d{2}([-/.]) ?20\d)[codqu](?![a-z\d])/g, '0')
    .replace(doubtful, (date) =>
      date.replace(/[\d/.-]/g, '').length <= 3
        ? date.replace(/[oli|!sbz]/g, (letter) => digitFor[letter]!)
        : date,
    )
    .replace(/(?<=\d ?[-/.]? ?)0(?=(?:ec|ct)[^a-z])/g, (nought, at: number) =>
      plain[at + 1] === 'e' ? 'd' : plain[at + 1] === 'c' ? 'o' : nought,
    )
