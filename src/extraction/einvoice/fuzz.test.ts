import { expect, test } from 'bun:test'
import { invoiceData } from '../../invoices/invoice-data.ts'
import { readEInvoices } from './read-einvoices.ts'
import { listSamples, readSample } from './samples/read-sample.ts'

const rounds = 10_000

/** Mulberry32: the same numbers on every machine, so that a failure can be had again. */
function randomFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}
type Random = ReturnType<typeof randomFrom>

const splinters = [
  '<',
  '>',
  '/',
  '"',
  "'",
  '&',
  ';',
  '=',
  '<!--',
  ']]>',
  '<![CDATA[',
  '<?',
  '<!DOCTYPE a>',
  '&#0;',
  '&lt;',
  ' ',
  '',
  '\u0000',
  '\ud800',
  '-',
  '+',
  '.',
  ',',
  '1e99',
  '-9999999999999999',
  'NaN',
  '0',
  '99999-99-99',
  'xmlns=""',
  '__proto__',
  'constructor',
  'Ñ',
  '🧾',
  'a'.repeat(5_000),
]

/** One change: a splinter put in, a piece taken out, doubled, moved, a value or a name replaced. */
function mutate(xml: string, random: Random): string {
  const at = random(xml.length)
  const to = Math.min(xml.length, at + random(random(10) === 0 ? 4_000 : 30))
  const splinter = splinters[random(splinters.length)]!
  const kinds = [
    () => xml.slice(0, at) + splinter + xml.slice(at),
    () => xml.slice(0, at) + xml.slice(to),
    () => xml.slice(0, to) + xml.slice(at),
    () => xml.slice(0, at),
    () => replaceNext(xml, at, />[^<>]+</g, `>${splinter}<`),
    () => replaceNext(xml, at, /="[^"]*"/g, `="${splinter}"`),
    () => replaceNext(xml, at, /<\/?[\w:]+/g, '<x'),
    () => replaceNext(xml, at, /<([\w:]+)>[^<]*<\/\1>/g, ''),
    () => replaceNext(xml, at, /<([\w:]+)>[^<]*<\/\1>/g, (found) => found.repeat(2 + random(5))),
  ]
  return kinds[random(kinds.length)]!()
}

function replaceNext(xml: string, from: number, what: RegExp, by: string | ((found: string) => string)) {
  what.lastIndex = from
  const found = what.exec(xml)
  if (!found) return xml
  const put = typeof by === 'string' ? by : by(found[0])
  return xml.slice(0, found.index) + put + xml.slice(found.index + found[0].length)
}

test('thousands of damaged documents are read or left alone, and what is read fits the fields', async () => {
  const samples = await Promise.all((await listSamples()).map(readSample))
  const random = randomFrom(20_261_121)
  let read = 0
  for (let round = 0; round < rounds; round++) {
    let xml = samples[round % samples.length]!
    for (let changes = 1 + random(4); changes > 0; changes--) xml = mutate(xml, random)
    const bytes = new TextEncoder().encode(xml)
    // Now and then a byte that no encoding has there.
    if (random(20) === 0 && bytes.length) bytes[random(bytes.length)] = random(256)
    for (const invoice of readEInvoices([{ name: '', bytes }])) {
      read++
      const fits = invoiceData.safeParse(invoice.data)
      if (!fits.success) throw new Error(`round ${round}: ${fits.error.message}\n${xml}`)
    }
  }
  expect(read).toBeGreaterThan(rounds / 5)
})
