import { expect, test } from 'bun:test'
import { fieldValue } from './field-values.ts'
import { fileName } from './file-name.ts'
import { retryAfter } from './retry-after.ts'

test('a server says in seconds or by a date how long it wants to be left alone, or nothing of use', () => {
  const now = Date.parse('2026-01-01T00:00:00Z')
  expect(retryAfter('7', now)).toBe(7_000)
  expect(retryAfter('Thu, 01 Jan 2026 00:00:30 GMT', now)).toBe(30_000)
  expect(retryAfter('Thu, 01 Jan 2020 00:00:30 GMT', now)).toBe(0)
  for (const header of [null, '', 'soon', '-5'])
    expect(retryAfter(header, now) ?? 0).toBeGreaterThanOrEqual(0)
})

test('fields are read as what they are: dates of two kinds, numbers, keywords, text', () => {
  expect(fieldValue({ Item: '/Date(1767225600000)/', ItemElementName: 'Date' })).toBe('2026-01-01')
  expect(fieldValue({ Item: '/Date(1767225600000+0100)/', ItemElementName: 'DateTime' })).toBe(
    '2026-01-01T00:00:00.000Z',
  )
  expect(fieldValue({ Item: '2026-03-04T00:00:00Z', ItemElementName: 'Date' })).toBe('2026-03-04')
  expect(fieldValue({ Item: '/Date(99999999999999999)/', ItemElementName: 'Date' })).toBe(
    '/Date(99999999999999999)/',
  )
  expect(fieldValue({ Item: 12.5, ItemElementName: 'Decimal' })).toBe(12.5)
  expect(fieldValue({ Item: null })).toBeNull()
  expect(fieldValue({ Item: { Keyword: ['a', 'b'] }, ItemElementName: 'Keywords' })).toBe('["a","b"]')
  expect(fieldValue({ Item: 'a\u0000b\ud800', ItemElementName: 'String' })).toBe('ab\ufffd')
})

test('a file is called as it was stored, as the answer says, or as the document is titled', () => {
  const answer = (headers: Record<string, string>) => ({
    status: 200,
    headers: new Headers(headers),
    bytes: new Uint8Array(),
  })
  const type = { 'content-type': 'application/pdf; charset=x' }
  expect(fileName(answer(type), { original: 'a.tif', title: 'T' })).toBe('a.tif')
  expect(
    fileName(answer({ 'content-disposition': "attachment; filename*=UTF-8''a%C3%B1o.pdf" }), { title: null }),
  ).toBe('año.pdf')
  expect(fileName(answer({ 'content-disposition': 'attachment; filename="b;c.pdf"' }), { title: null })).toBe(
    'b;c.pdf',
  )
  expect(
    fileName(answer({ ...type, 'content-disposition': "attachment; filename*=UTF-8''%" }), { title: 'T' }),
  ).toBe('T.pdf')
  expect(fileName(answer(type), { title: 'Ya.PDF' })).toBe('Ya.PDF')
  expect(fileName(answer({}), { title: null })).toBe('document.bin')
})
