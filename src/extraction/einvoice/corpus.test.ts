import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import type { InvoiceData } from '../../invoices/invoice-data.ts'
import { hasCorpus, inCorpus } from '../../testing/corpus.ts'
import { readEInvoices } from './read-einvoices.ts'

const sources = [
  'en16931-ubl',
  'en16931-cii',
  'fatturapa-it',
  'cfdi-mx',
  'dte-cl',
  'sunat-pe',
  'facturae-es',
  'nfe-br',
]

interface Truth {
  file: string
  fields: Record<string, unknown> & { lines?: Record<string, unknown>[] }
  accept?: Record<string, unknown[]>
}

const plain = (value: unknown) =>
  typeof value === 'number'
    ? value
    : String(value)
        .replace(/[^\p{L}\p{N}]/gu, '')
        .toUpperCase()

describe.skipIf(!hasCorpus)('real e-invoices say what is known of them', () => {
  for (const source of hasCorpus ? sources : []) {
    const truths = readFileSync(inCorpus(`${source}/truth.jsonl`), 'utf8')
      .trim()
      .split('\n')
    test.each(truths.map((line) => JSON.parse(line) as Truth))(`${source}: $file`, async (truth) => {
      const bytes = new Uint8Array(await readFile(inCorpus(`${source}/${truth.file}`)))
      const { data } = readEInvoices([{ name: '', bytes }])[0]!
      const { lines, ...fields } = truth.fields
      for (const [name, value] of Object.entries(fields)) {
        const found = data[name as keyof InvoiceData]
        const right = [value, ...(truth.accept?.[name] ?? [])].map(plain)
        expect([name, right]).toEqual([name, expect.arrayContaining([plain(found)])])
      }
      const stated = (lines ?? []).map(({ name: _, ...line }) => line)
      expect(data.products).toMatchObject(stated)
    })
  }
})
