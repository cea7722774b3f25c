import type { XmlElement } from '../../../xml/xml-tree.ts'
import { minus } from '../sums.ts'
import { all, amount, attribute, parseDecimal, text } from '../xml-values.ts'

const names = new Map([
  ['001', 'ISR'],
  ['002', 'IVA'],
  ['003', 'IEPS'],
])

interface CfdiTax {
  name: string | undefined
  rate: number | null
  base: number | null
  amount: number | null
}

/** Taxes passed on and withheld, the federal ones and those of states and towns. */
export function cfdiTaxes(root: XmlElement) {
  const passed = all(root, 'Impuestos/Traslados/Traslado').map(federal)
  const withheld = all(root, 'Impuestos/Retenciones/Retencion').map(federal).map(taken)
  const local = all(root, 'Complemento/ImpuestosLocales').flatMap((taxes) => [
    ...all(taxes, 'TrasladosLocales').map((tax) => localOf(tax, 'Trasladado', 'Traslado')),
    ...all(taxes, 'RetencionesLocales')
      .map((tax) => localOf(tax, 'Retenido', 'Retencion'))
      .map(taken),
  ])
  return { federal: passed.map((tax) => tax.amount), lines: [...passed, ...withheld, ...local] }
}

function federal(tax: XmlElement): CfdiTax {
  const code = attribute(tax, 'Impuesto') ?? ''
  const share = text(tax, '@TipoFactor') === 'Cuota' ? null : amount(tax, '@TasaOCuota')
  return {
    name: names.get(code) ?? code,
    // 3.2 writes a rate as a percentage, its successors as a share.
    rate: share === null ? amount(tax, '@tasa') : Number((share * 100).toFixed(6)),
    base: amount(tax, '@Base'),
    amount: importOf(tax),
  }
}

const localOf = (tax: XmlElement, name: string, rate: string): CfdiTax => ({
  name: text(tax, `@ImpLoc${name}`) ?? undefined,
  rate: amount(tax, `@Tasade${rate}`),
  base: null,
  amount: importOf(tax),
})

const importOf = (tax: XmlElement) => parseDecimal(attribute(tax, 'Importe') ?? '')

const taken = (tax: CfdiTax): CfdiTax => ({ ...tax, amount: tax.amount === null ? null : minus(tax.amount) })
