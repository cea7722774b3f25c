import { makePdf } from '../reading/make-documents.ts'

/** What an invoice of one odd issuer says: the number that counts is the one beside "Carpeta". */
export interface OddInvoice {
  folder: string
  series?: number
  total?: string
  taxId?: string
  name?: string
}

const column = 320

/** An invoice for tests, as its issuer's program prints it. */
export function makeOddInvoice({
  folder,
  series = 550,
  total = '1.210,00',
  taxId = 'A58818501',
  name = 'Aserradero Vega SA',
}: OddInvoice) {
  const rows: [string, string?][] = [
    [name],
    [`NIF: ${taxId}`],
    [`Factura: ${series}`, `Carpeta ${folder}`],
    ['Fecha: 05/04/2026'],
    ['Tablas de pino', '1.000,00'],
    ['Base imponible', '1.000,00'],
    ['IVA 21%', '210,00'],
    ['TOTAL', `${total} EUR`],
  ]
  const lines = rows.flatMap(([left, right], i) => {
    const y = 760 - i * 30
    return [{ text: left, x: 60, y, size: 12 }, ...(right ? [{ text: right, x: column, y, size: 12 }] : [])]
  })
  return makePdf([{ lines }])
}
