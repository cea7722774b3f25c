import { type Label, label, type Spot, spotsOf } from '../labels.ts'
import { withWordsMended } from '../misread-words.ts'
import { cellsOf, type Line, type Span } from '../text-lines.ts'

type Kind = 'name' | 'quantity' | 'unit_price' | 'total_price' | 'rate' | 'aside' | 'unknown'

const headings: Label<Kind>[] = [
  label(
    'aside',
    1,
    'cuota(?: iva| igic)?|imp(?:orte|\\.)? bonif(?:icacion|\\.)?|% ?bonif\\.?|bonif(?:icacion(?:es)?|\\.)?|descuento|dto\\.?|disc\\.? ?%?|discount|rabatt ?%?|remise|rem\\.|subtotal c/iva|total (?:tva|iva|tax(?:es)?)|codigo|cod\\.?|code|sku|ref(?:erencia|erence|\\.)?|art-nr\\S*|gtin|u\\. ?(?:de )?medida|unidad|unite|um|einheit',
  ),
  label(
    'rate',
    1,
    '%? ?(?:iva|igic|igv|itbms|tva|mwst\\.?(?:-?%)?|ust\\.?|vat|tax(?:es)?|gst|btw)(?: ?%)?|alicuota(?: iva)?|aliquota',
  ),
  label(
    'unit_price',
    1,
    'pre(?:cio|\\.)? ?(?:de )?lista|precio(?: |/)?(?:unit(?:ario|\\.)?|uni\\.?|u\\.?)?|p\\. ?unit(?:ario|\\.)?|p\\.? ?u\\.?|v(?:alor|r|\\.)?\\.? ?unit(?:ario|\\.)?|u(?:nit|\\.)? ?(?:price|cost)|unit ?\\(?rm\\)?|price|rate|einzelpreis|e-preis|vk-preis|(?:netto|stuck)?preis|prix(?: unit(?:aire|\\.)?| uni\\.)?|p\\.?u\\.?(?: ht)?|prezzo(?: unitario)?|preco(?: unitario)?|prijs(?: per stuk)?|stukprijs|unit',
  ),
  label(
    'quantity',
    1,
    'cant(?:idad|\\.)?|cantid\\.?|uds?\\.?|unidades|q ?ty\\.?|oty|quantity|quant\\.?|menge|anzahl|qte|qua?ntite|quantita|qtde?\\.?|quantidade|horas|hours|stunden|std\\.?|heures|aantal|hoeveelheid',
  ),
  label(
    'name',
    1,
    'descripcion|concepto|detalles?|producto(?: / servicio|s)?|articulo|item(?:s)?|servicio|desc(?:ription|\\.)?|product|service|particulars|(?:leistungs|artikel)?(?:beschreibung|bezeichnung)|artikel|leistung|produkt|designation|libelle|detail|descrizione|descricao|discriminacao|omschrijving',
  ),
  label(
    'total_price',
    1,
    'importe(?: total)?|total(?: linea| ht| ttc| \\(?rm\\)?)?|sub[- ]?total|sous[- ]total?|monto(?: item)?|valor(?: total)?|v\\. ?total|base imponible|base|amount(?: \\(?rm\\)?)?|amt\\.?|line total|betrag|gesamt(?:preis|betrag)?|g-preis|zeilenbetrag|positions-?(?:betrag)?|(?:netto)?wert|nettowert|summe|montant(?: €? ?h\\.?t\\.?)?|prix (?:ht|ttc)|prezzo totale|importo|totaal|bedrag|prijs incl\\.? btw|valor de venta',
  ),
]

/** A heading, or a word of the heading that names no known column. */
export interface Heading {
  kind: Kind
  span: Span
  left: number
  right: number
}

/** The columns a line announces, left to right. */
const columnsOf = (line: Line): Spot<Kind>[] =>
  spotsOf(withWordsMended(line, headingWords), headings).map((spot) => ({
    ...spot,
    span: { ...spot.span, line },
  }))

/** The long words of headings: known where one of their letters was misread. */
const headingWords = new Set(
  [
    'description descripcion descrizione designation beschreibung bezeichnung artikelbezeichnung omschrijving concepto producto',
    'product particulars artikel articulo cantidad quantity quantite quantita aantal anzahl einzelpreis precio prezzo',
    'amount importe betrag gesamtpreis zeilenbetrag nettopreis nettowert montant unitaire unitario bedrag subtotal',
  ]
    .join(' ')
    .split(' '),
)

/** A line that names columns is no label of the amount under it: below "total" stand the prices of items. */
export function isItemsHeader(line: Line): boolean {
  if (/\d[.,]\d\d(?!\d)/.test(line.plain)) return false
  const columns = columnsOf(line)
  if (isSentence(line, columns)) return false
  const kinds = new Set(columns.map(({ kind }) => kind))
  if (!kinds.has('name') && !kinds.has('quantity')) return false
  return kinds.size >= 3 || (kinds.size === 2 && kinds.has('name') && !kinds.has('rate'))
}

/** "We charge you the following amount for our service": columns stand apart from one another. */
function isSentence(line: Line, columns: Spot<Kind>[]): boolean {
  const known = columns.reduce((sum, { span }) => sum + span.to - span.from, 0)
  return line.words.length > 3 * known && cellsOf(line).length === 1
}

/** Every heading of a line, unknown words among them: they too stand over a column. */
export function headingsOf(line: Line): Heading[] {
  const known = columnsOf(line).map(({ kind, span }) => headingAt(kind, span))
  const unknown = line.words.flatMap((_, i) =>
    known.some(({ span }) => i >= span.from && i < span.to)
      ? []
      : [headingAt('unknown' as const, { line, from: i, to: i + 1 })],
  )
  return [...known, ...unknown].sort((a, b) => a.left - b.left)
}

const headingAt = (kind: Kind, span: Span): Heading => ({
  kind,
  span,
  left: span.line.words[span.from]!.box[0],
  right: span.line.words[span.to - 1]!.box[2],
})
