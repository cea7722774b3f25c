import { expect, test } from 'bun:test'
import { bounds } from '../config.ts'
import { safeFilename } from './safe-filename.ts'

const names: [string, string, string][] = [
  ['stays when it is fine', 'Factura Nº 12 (copia).pdf', 'Factura Nº 12 (copia).pdf'],
  ['loses a path', '../../etc/passwd', 'passwd'],
  ['loses a Windows path', 'C:\\docs\\x.pdf', 'x.pdf'],
  ['loses a trailing slash', 'docs/', 'docs'],
  ['is composed', 'facturacio\u0301n.pdf', 'facturación.pdf'],
  ['loses controls and U+0000', 'a\u0000b\r\nc\u007f\u0085.pdf', 'abc.pdf'],
  ['loses overrides of direction', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['loses what hides', '\ufeffa\u200b\u00ad\u2028b.pdf', 'ab.pdf'],
  ['keeps joined emoji', '👩\u200d💼.png', '👩\u200d💼.png'],
  ['loses halves of characters', 'a\ud800b.pdf', 'a\ufffdb.pdf'],
  ['is repaired when UTF-8 was read as Latin-1', 'facturaciÃ³n aÃ±o.pdf', 'facturación año.pdf'],
  ['is not repaired when it is Latin-1', 'año.pdf', 'año.pdf'],
  ['loses spaces and dots at its ends', '  a  b .pdf. . ', 'a b .pdf'],
  ['is given when there is none', '', 'document.pdf'],
  ['is given when only dots are left', '..', 'document.pdf'],
  ['is given when only an ending is left', '.pdf', 'document.pdf'],
  ['keeps the lack of an ending', 'factura', 'factura'],
]

for (const [what, raw, safe] of names)
  test(`a name ${what}`, () => expect(safeFilename(raw, 'application/pdf')).toBe(safe))

test('a name of an unknown kind is given without an ending', () => expect(safeFilename('')).toBe('document'))

test('a picture without a name is called by its kind', () =>
  expect(safeFilename('\u0000', 'image/jpeg')).toBe('document.jpg'))

test('a long name is cut between characters and keeps its ending', () => {
  for (const letter of ['a', 'ñ', '😀']) {
    const name = safeFilename(`${letter.repeat(1000)}.pdf`)
    expect(name).toEndWith(`${letter}.pdf`)
    expect(name.length).toBeGreaterThan(bounds.filenameCharacters - 2)
    expect(name.length).toBeLessThanOrEqual(bounds.filenameCharacters)
    expect(name.isWellFormed()).toBe(true)
  }
  expect(safeFilename(`.${'x'.repeat(1000)}`)).toHaveLength(bounds.filenameCharacters)
})
