import type { Country } from '../country.ts'
import type { Line } from '../text-lines.ts'

export type Order = 'day' | 'month'

export const numeric =
  /(?<![\d.,/-])(\d{1,2}) ?([-/.]) ?(\d{1,2}) ?\2 ?(\d{4}|'?\d{2}(?!:\d{2}(?![\d:])))(?:(?![\d/]|[-.,]\d)|(?=[/-]?\d{1,2}:\d{2}))/g

/** Countries that write the month first; Canada does both. */
const monthFirst: Country[] = ['US']
const notEnglish =
  /(?<![a-z])(?:fecha|factura|facture|rechnung|datum|fattura|fatura|factuur|betrag|importe|montant|quantite|menge|mwst|tva|iva|total a|vencimiento|echeance|cuota|precio|prix|preis|gracias|merci|danke)(?![a-z])/
/** From Sunday on: English, Spanish and Portuguese, German, French, Italian, Dutch. */
const weekdays = [
  'sun(?:day)?|dom(?:ingo|enica)?|sonntag|dim(?:anche)?|zondag',
  'mon(?:day|tag)?|lun(?:es|di|edi)?|segunda|maandag',
  'tue(?:s(?:day)?)?|martes|mardi|martedi|terca|dienstag|dinsdag',
  'wed(?:nesday)?|mie(?:rcoles)?|mittwoch|mercredi|mercoledi|quarta|woensdag',
  'thu(?:r(?:s(?:day)?)?)?|jue(?:ves)?|donnerstag|jeudi|giovedi|quinta|donderdag',
  'fri(?:day)?|vie(?:rnes)?|freitag|vendredi|venerdi|sexta|vrijdag',
  'sat(?:urday)?|sab(?:ado|ato)?|samstag|samedi|zaterdag',
].map((names) => new RegExp(`^(?:${names})$`))

/** Which number is the day where both could be: the document's other dates, its weekdays, its language, its country. */
export function orderOf(lines: Line[], country: Country | null): Order {
  let day = 0
  let month = 0
  for (const { plain } of lines)
    for (const match of plain.matchAll(numeric)) {
      const [first, second] = [Number(match[1]), Number(match[3])]
      // "11.17.5303" is a part's number: no day of any order.
      if (match[4]!.length === 4 && !/^(?:19|20)/.test(match[4]!)) continue
      if (first > 12 && second <= 12) day += 2
      if (second > 12 && first <= 12) month += 2
      if (first <= 12 && second <= 12 && first !== second) {
        const said = weekdayBeside(plain, match.index, match[0].length)
        const year = 2000 + (Number(match[4]!.replace("'", '')) % 100)
        if (said === new Date(Date.UTC(year, second - 1, first)).getUTCDay()) day++
        if (said === new Date(Date.UTC(year, first - 1, second)).getUTCDay()) month++
      }
    }
  if (day !== month) return day > month ? 'day' : 'month'
  const foreign = lines.filter(({ plain }) => notEnglish.test(plain)).length
  return foreign < 2 && country !== null && monthFirst.includes(country) ? 'month' : 'day'
}

/** The day of the week that is printed before or behind a date, Sunday being 0. */
function weekdayBeside(plain: string, start: number, length: number): number | null {
  const before = /([a-z]{3,10})[.,]? ?$/.exec(plain.slice(Math.max(0, start - 13), start))?.[1]
  const after = /^[ ,(]{0,2}([a-z]{3,10})/.exec(plain.slice(start + length, start + length + 13))?.[1]
  for (const word of [before, after]) {
    const at = word === undefined ? -1 : weekdays.findIndex((names) => names.test(word))
    if (at >= 0) return at
  }
  return null
}
