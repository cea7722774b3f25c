import type { XmlElement } from '../../../xml/xml-tree.ts'
import { text } from '../xml-values.ts'

/** Colombia and Peru put some things elsewhere than the European standard does. */
export type Dialect = 'plain' | 'dian' | 'sunat'

export function dialectOf(root: XmlElement): Dialect {
  const cufe = text(root, 'UUID/@schemeName') ?? ''
  if (/^DIAN/i.test(text(root, 'ProfileID') ?? '') || /^CU[FD][ES]/i.test(cufe)) return 'dian'
  return /^[12]\.[01]$/.test(text(root, 'CustomizationID') ?? '') ? 'sunat' : 'plain'
}
