import { type Label, label, type Spot, spotsOf } from './labels.ts'
import type { Line } from './text-lines.ts'

type Column = 'name' | 'quantity' | 'unit_price' | 'total_price' | 'rate' | 'aside'

const columns: Label<Column>[] = [
  label(
    'aside',
    1,
    'cuota(?: iva| igic)?|imp(?:orte|\\.)? bonif(?:icacion|\\.)?|% ?bonif\\.?|descuento|dto\\.?|disc\\.?%?|discount|rabatt|remise|subtotal c/iva|codigo|cod\\.?|sku|ref(?:erencia)?\\.?|u\\. ?(?:de )?medida|unidad|um|einheit',
  ),
  label(
    'rate',
    1,
    '%? ?(?:iva|igic|igv|itbms|tva|mwst\\.?|ust\\.?|vat|tax(?:es)?|gst)(?: ?%)?|alicuota(?: iva)?|aliquota',
  ),
  label(
    'unit_price',
    1,
    'precio(?: |/)?(?:unit(?:ario|\\.)?|uni\\.?|u\\.?)?|p\\. ?unit(?:ario|\\.)?|p\\.? ?u\\.?|v(?:alor|\\.)? ?unit(?:ario|\\.)?|unit ?(?:price|cost)|price|rate|einzelpreis|e-preis|vk-preis|preis|prix(?: unitaire)?|p\\.?u\\.?(?: ht)?|prezzo(?: unitario)?|preco(?: unitario)?|unit',
  ),
  label(
    'quantity',
    1,
    'cant(?:idad|\\.)?|cantid\\.?|uds?\\.?|unidades|qty|quantity|quant\\.?|menge|anzahl|qte|quantite|quantita|qtde?\\.?|quantidade|horas|hours|aantal',
  ),
  label(
    'name',
    1,
    'descripcion|concepto|detalle|producto(?: / servicio|s)?|articulo|item(?:s)?|servicio|description|product|service|beschreibung|bezeichnung|artikel|leistung|designation|libelle|descrizione|descricao|omschrijving',
  ),
  label(
    'total_price',
    1,
    'importe(?: total)?|total(?: linea| ht| ttc)?|subtotal|monto(?: item)?|valor(?: total)?|v\\. ?total|base imponible|base|amount|line total|betrag|gesamt(?:preis|betrag)?|g-preis|zeilenbetrag|summe|montant(?: ht)?|prezzo totale|totaal|valor de venta',
  ),
]

/** The columns a line announces, left to right. */
export const columnsOf = (line: Line): Spot<Column>[] => spotsOf(line, columns)

/** A line that names columns is no label of the amount under it: below "total" stand the prices of items. */
export function isItemsHeader(line: Line): boolean {
  if (/\d[.,]\d\d(?!\d)/.test(line.plain)) return false
  const kinds = new Set(columnsOf(line).map(({ kind }) => kind))
  return kinds.size >= 3 || (kinds.size === 2 && kinds.has('name') && !kinds.has('rate'))
}
