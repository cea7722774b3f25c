import { expect, test } from 'bun:test'
import { readXml } from './read-xml.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (xml: string | Uint8Array) => readXml(typeof xml === 'string' ? bytes(xml) : xml)
const failure = (xml: string | Uint8Array) => {
  try {
    return read(xml).words.map((word) => word.text)
  } catch (error) {
    return (error as { reason?: string }).reason
  }
}
const lines = (xml: string | Uint8Array) => {
  const rows = Map.groupBy(read(xml).words, (word) => word.box[1])
  return [...rows.values()].map((row) => row.map((word) => word.text).join(' '))
}

test('each value stands on a line of its own after its name, down the page', () => {
  const xml = `<?xml version="1.0"?><!-- made --><ubl:Invoice xmlns:ubl="urn:x" v="2.1">
    <cbc:ID>F&#45;7</cbc:ID><cbc:Note><![CDATA[A & B <c>]]></cbc:Note>
    <cbc:PayableAmount currencyID='EUR'>1.210,00</cbc:PayableAmount><Empty/></ubl:Invoice>`
  expect(lines(xml)).toEqual([
    'v: 2.1',
    'ID: F-7',
    'Note: A & B <c>',
    'currencyID: EUR',
    'PayableAmount: 1.210,00',
  ])
  const { words } = read(xml)
  for (const { box } of words) for (const edge of box) expect(edge).toBeWithin(0, 1)
  expect(words[1]!.box[0]).toBeGreaterThan(words[0]!.box[2])
})

test('the declared encoding is believed, and an undeclared one is UTF-8', () => {
  const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?><a><b>Señor €</b></a>`
  expect(lines(`\ufeff${xml('UTF-8')}`)).toEqual(['b: Señor €'])
  const latin = Buffer.from(xml('ISO-8859-1').replace('€', 'ñ'), 'latin1')
  expect(lines(latin)).toEqual(['b: Señor ñ'])
  const wide = Buffer.from(`\ufeff${xml('UTF-16')}`, 'utf16le')
  expect(lines(wide)).toEqual(['b: Señor €'])
  expect(lines(Buffer.from(wide).swap16())).toEqual(['b: Señor €'])
  expect(failure(Buffer.from('<a>\xf1</a>', 'latin1'))).toBe('unreadable')
  expect(failure(xml('klingon'))).toBe('unreadable')
})

test('a document type is refused, with all that could hide in it', () => {
  expect(failure('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')).toBe('unreadable')
  expect(failure('<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>')).toBe('unreadable')
  expect(failure('<a><!ENTITY x "y">&x;</a>')).toBe('unreadable')
  expect(failure('<a>&x;</a>')).toBe('unreadable')
  expect(failure('<a>&toString;</a>')).toBe('unreadable')
})

test('what is not well formed is unreadable', () => {
  const broken = [
    '',
    'text',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><a/>',
    '<a/>text',
    '<a b=c/>',
    '<a b="1" b="2"/>',
    '<a b="<"/>',
    '<a><!-- </a>',
    '<a><![CDATA[</a>',
    '<a>&#0;</a>',
    '<a>&#xD800;</a>',
    '<a>&#99999999;</a>',
    '<a>a & b</a>',
    '<1/>',
    '< a/>',
  ]
  for (const xml of broken) expect([xml, failure(xml)]).toEqual([xml, 'unreadable'])
})

test('depth, number and length are bounded, and megabytes of nonsense are answered at once', () => {
  expect(failure('<a>'.repeat(300) + '</a>'.repeat(300))).toBe('unreadable')
  expect(failure(`<a>${'<b>1</b>'.repeat(60_000)}</a>`)).toBe('too-large')
  expect(lines(`<a><b>${'QUJD'.repeat(2_000)}</b><c>1</c></a>`)).toEqual(['c: 1'])
  const started = performance.now()
  for (const part of ['<', '&', ' ', '<a ', 'a="', '<!--', ']]>', '<a b="&lt;"'])
    expect(failure(`<a ${part.repeat(1_000_000)}`)).toBe('unreadable')
  expect(performance.now() - started).toBeLessThan(3_000)
})
