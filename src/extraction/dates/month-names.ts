// Beginnings of the months' names: Spanish, Portuguese, English, German, French, Italian, Dutch, Malay.
const months: [string[], number][] = [
  [['ene', 'jan', 'gen'], 1],
  [['feb', 'fev'], 2],
  [['mar', 'mrz', 'mrt', 'mae', 'maa', 'mac'], 3],
  [['abr', 'apr', 'avr'], 4],
  [['may', 'mai', 'mag', 'mei'], 5],
  [['jun', 'jui', 'giu'], 6],
  [['jul', 'lug'], 7],
  [['ago', 'aug', 'aou', 'ogo'], 8],
  [['set', 'sep'], 9],
  [['oct', 'okt', 'out', 'ott'], 10],
  [['nov'], 11],
  [['dic', 'dec', 'dez', 'dis'], 12],
]

const numbers = new Map(months.flatMap(([names, number]) => names.map((name) => [name, number] as const)))

/** Any month in letters; a reader may see a blank within it. */
export const monthName = `(?:${[...numbers.keys()].map((name) => [...name].join(' ?')).join('|')})[a-z]{0,8}`

/** 1 to 12 by the first three letters, four where French needs them. */
export function monthOf(name: string): number {
  const letters = name.replace(/ /g, '')
  return letters.startsWith('juil') ? 7 : (numbers.get(letters.slice(0, 3)) ?? 0)
}
