import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { hasCorpus, inCorpus } from '../../testing/corpus.ts'
import { readTed } from './chile-ted.ts'
import { codesInFiles } from './codes-in-files.ts'
import { makeTed } from './make-ted.ts'

const verification = (text: string) => readTed(text)?.verification

test('a stamp says who sold what to whom, and its signature holds', () => {
  expect(readTed(makeTed())).toEqual({
    scheme: 'sii',
    verification: 'ok',
    says: {
      document_type: 'invoice',
      issuer_tax_id: '76192083-9',
      issuer_name: 'COMERCIAL LOS ANDES SPA',
      customer_tax_id: '12345670-K',
      customer_name: 'Constructora Ñuñoa & Cía.',
      invoice_number: '4521',
      date: '2025-03-12',
      total: 91618,
      currency: 'CLP',
    },
  })
})

test.each([
  ['the total', (ted: string) => ted.replace('<MNT>91618', '<MNT>91619')],
  ['the day', (ted: string) => ted.replace('<FE>2025-03-12', '<FE>2025-03-13')],
  ['the number', (ted: string) => ted.replace('<F>4521', '<F>4522')],
  ['the issuer', (ted: string) => ted.replaceAll('76192083-9', '60910000-1')],
  ['the customer', (ted: string) => ted.replace('<RR>12345670-K', '<RR>11111111-1')],
  ['the item', (ted: string) => ted.replace('Martillo', 'martillo')],
  ['the permit', (ted: string) => ted.replace('<H>4600', '<H>9999')],
])('a stamp in which %s was changed is told', (_, change) => {
  expect(change(makeTed())).not.toBe(makeTed())
  expect(verification(change(makeTed()))).toBe('mismatch')
})

test('every digit that is changed in what a stamp says is told', () => {
  const ted = makeTed()
  const end = ted.indexOf('<CAF')
  for (let at = ted.indexOf('<DD>'); at < end; at++) {
    if (!/\d/.test(ted[at]!) || ted[at - 1] === 'T') continue
    const changed = ted.slice(0, at) + ((Number(ted[at]) + 1) % 10) + ted.slice(at + 1)
    expect(verification(changed) ?? 'mismatch').toBe('mismatch')
  }
})

test.each([
  ['a number the permit is not for', makeTed({ F: '4601' })],
  ['another issuer than the permit', makeTed({ CAF: { RE: '60910000-1' } })],
  ['another kind than the permit', makeTed({ TD: '61' })],
  ['an issuer with a wrong digit', makeTed({ RE: '76192083-8', CAF: { RE: '76192083-8' } })],
])('%s is refused however well it is signed', (_, ted) => expect(verification(ted)).toBe('mismatch'))

test('blanks between tags, and either encoding, are the same stamp', () => {
  expect(verification(makeTed().replaceAll('><', '>\r\n   <'))).toBe('ok')
  const file = (encoding: 'latin1' | 'utf8') => ({
    name: 'dte.xml',
    bytes: new Uint8Array(Buffer.from(`<DTE><Documento>${makeTed()}</Documento></DTE>`, encoding)),
  })
  expect(codesInFiles([file('latin1')])[0]).toMatchObject({ verification: 'ok', page: null })
  expect(codesInFiles([file('utf8')])[0]?.says.customer_name).toBe('Constructora Ñuñoa & Cía.')
})

test('without a usable key or signature nothing is proven either way', () => {
  expect(verification(makeTed().replace(/<FRMT.*<\/FRMT>/, ''))).toBe('not-verifiable')
  expect(verification(makeTed().replace(/<M>.*<\/M>/, '<M>AQAB</M>'))).toBe('not-verifiable')
  expect(verification(makeTed().replace('<E>Aw==', '<E>AQ=='))).toBe('not-verifiable')
  expect(verification(makeTed().replace('<E>Aw==', `<E>${'A'.repeat(4000)}`))).toBe('not-verifiable')
  expect(verification(makeTed().replace('Ñu', '\ufffdu'))).toBe('not-verifiable')
})

test('an export invoice names no currency, a ticket no customer, and a name cut off is no name', () => {
  const said = (ted: string) => readTed(ted)!.says
  expect(said(makeTed({ TD: '110', CAF: { TD: '110' } }))).toMatchObject({ total: null, currency: null })
  expect(said(makeTed({ TD: '39', RR: '66666666-6', CAF: { TD: '39' } }))).toMatchObject({
    document_type: 'receipt',
    customer_tax_id: null,
    customer_name: null,
  })
  expect(said(makeTed({ RSR: 'x'.repeat(40) })).customer_name).toBeNull()
})

describe.skipIf(!hasCorpus)('stamps of real documents', () => {
  const files = ['removed-signature', ''].map((part) => ({
    name: 'dte.xml',
    bytes: new Uint8Array(
      readFileSync(inCorpus(`dte-cl/dte_DTE--76354771-K--33--170${part && `--cleaned-mod-${part}`}.xml`)),
    ),
  }))

  test('hold, and say what their documents say', () => {
    for (const code of codesInFiles(files))
      expect(code).toMatchObject({
        verification: 'ok',
        says: { invoice_number: '170', date: '2019-04-01', total: 2996301 },
      })
    expect(codesInFiles(files)).toHaveLength(2)
  })

  test('no longer hold when their total is changed', () => {
    const text = Buffer.from(files[1]!.bytes).toString('latin1')
    expect(verification(text.replace('<MNT>2996301', '<MNT>2996302'))).toBe('mismatch')
  })
})
