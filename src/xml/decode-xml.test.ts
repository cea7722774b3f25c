import { expect, test } from 'bun:test'
import { decodeXml } from './decode-xml.ts'

const declared = (encoding: string, text = 'Señor') =>
  `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`

test.each([
  ['UTF-8, declared or not', Buffer.from('<a>Señor €</a>')],
  ['UTF-8 by its mark, whatever it declares', Buffer.from(`\ufeff${declared('ISO-8859-1', 'Señor €')}`)],
  ['UTF-16 by its mark', Buffer.from(`\ufeff${declared('UTF-16', 'Señor €')}`, 'utf16le')],
  ['UTF-16 by its look', Buffer.from(declared('UTF-16', 'Señor €'), 'utf16le').swap16()],
  ['UTF-16 that is none', Buffer.from(declared('utf-16', 'Señor €'))],
  ['ISO-8859-15', Buffer.from(declared('ISO-8859-15', 'Señor \xa4'), 'latin1')],
  ['windows-1252', Buffer.from(declared('windows-1252', 'Señor \x80'), 'latin1')],
])('%s', (_, bytes) => expect(decodeXml(bytes)).toEndWith('<a>Señor €</a>'))

test('ISO-8859-1', () => {
  expect(decodeXml(Buffer.from(declared('iso-8859-1'), 'latin1'))).toEndWith('<a>Señor</a>')
})

test('what is not what it should be, or in no known encoding, is refused', () => {
  expect(() => decodeXml(Buffer.from(declared('UTF-8'), 'latin1'))).toThrow('UTF-8')
  expect(() => decodeXml(Buffer.from(declared('klingon')))).toThrow('klingon')
  expect(() => decodeXml(Buffer.from('\ufeff<a>\ud800</a>', 'utf16le'))).toThrow('utf-16le')
})
