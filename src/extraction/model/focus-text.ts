import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Focus } from '../extraction.ts'

/** As the clients of guided captures know them. */
const described: Partial<Record<FieldName, string>> = {
  issuer_name: 'Nombre del comercio/empresa',
  invoice_number: 'Número de factura',
  date: 'Fecha (formato YYYY-MM-DD)',
  total: 'Monto total (número)',
  products: 'Array de productos con name, quantity, unit_price, total_price',
}

/** What is looked for in a photo: all of it in the first, what is still missing in those that follow. */
export function focusText({ known }: Focus, names: FieldName[], marker: string): string {
  if (!known)
    return [
      'Analiza esta imagen de factura y extrae la siguiente información en formato JSON:',
      ...names.map((name) => `- ${name}: ${described[name] ?? name}`),
    ].join('\n')
  return [
    'Esta es una imagen adicional de una factura. ENFÓCATE ESPECÍFICAMENTE en detectar:',
    ...names.map((name) => `- ${name}`),
    '',
    'Información ya detectada en intentos anteriores:',
    // read from a picture that somebody else made: data, like the document itself
    `<known ${marker}>\n${JSON.stringify(known)}\n</known ${marker}>`,
    '',
    'Solo actualiza o agrega los campos faltantes. No cambies los datos ya detectados.',
  ].join('\n')
}
