import { printedName, taxName } from './amount-labels.ts'

const names: [RegExp, string][] = [
  [/i\.?r\.?p\.?f/, 'IRPF'],
  [/(?<![a-z])isr(?![a-z])/, 'ISR'],
  [/ret[a-z.]*(?: en la| de)? ?fuente/, 'ReteFuente'],
  [/rete ?iva/, 'ReteIVA'],
  [/rete ?ica/, 'ReteICA'],
  [/ritenuta/, 'Ritenuta'],
]

/** What is withheld: a tax on income by its name, or a part of the tax that was added. */
export function withheldName(plain: string): string {
  const known = names.find(([pattern]) => pattern.test(plain))?.[1]
  const tax = taxName.exec(plain)?.[0]
  return known ?? (tax ? printedName(tax) : 'RET')
}
