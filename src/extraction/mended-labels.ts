import { isMisread } from './alike-letters.ts'
import type { Line } from './text-lines.ts'

/** Long words of labels but those of amounts, which have their own: no other word is a misread letter away from. */
const known = new Set(
  [
    'invoice receipt number customer address registration identification cashier quantity description',
    'factura recibo boleta numero fecha emision vencimiento cliente proveedor emisor receptor direccion domicilio',
    'facture client reglement echeance fournisseur rechnung rechnungsnummer rechnungsdatum datum kunde kundennummer lieferdatum',
    'fattura scadenza fatura vencimento factuur factuurnummer factuurdatum vervaldatum klant leverancier',
  ].flatMap((words) => words.split(' ')),
)
const byLength = Map.groupBy(known, ({ length }) => length)
const shortest = 5

/** A read line's text, sign for sign, with the words of labels in which one letter was misread set right. */
export const mendedLabels = ({ plain, source }: Line): string =>
  source === 'ocr' ? plain.replace(/[\p{L}\d|!]{5,20}/gu, mended) : plain

function mended(word: string): string {
  if (word.length < shortest || known.has(word) || !/\p{L}{3}/u.test(word)) return word
  const found = (byLength.get(word.length) ?? []).filter((label) => isMisread(word, label))
  return found.length === 1 ? found[0]! : word
}
