import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFile } from 'node:fs/promises'
import sharp from 'sharp'
import { bounds } from '../config.ts'
import { createExtractor } from '../extraction/extractor.ts'
import type { InvoiceData } from '../invoices/invoice-data.ts'
import { createReader } from '../reading/create-reader.ts'
import type { Reader } from '../reading/reader.ts'
import { hasCorpus, inCorpus } from '../testing/corpus.ts'
import { quiet } from '../testing/database.ts'
import { makeReceipt } from '../testing/make-receipt.ts'
import { stackCaptures } from '../testing/stack-captures.ts'
import { openWorld, type World } from '../testing/world.ts'

// The real reader and the real extractor: what is repeated must be found as it is really read.
let world: World
let reader: Reader
beforeAll(async () => {
  reader = createReader({ workers: 1, bounds, log: quiet })
  world = await openWorld({ CREDITS_INITIAL: '1000' }, { reader, extractor: createExtractor({ log: quiet }) })
  await world.work()
})
afterAll(async () => {
  await world.close()
  await reader.close()
})

async function upload(picture: Uint8Array<ArrayBuffer>, mode: '1' | '2') {
  const form = new FormData()
  form.append('image', new File([picture], 'recibo.jpg'))
  form.append('mode', mode)
  const response = await world.request('/api/v4/invoices/upload-ocr', { method: 'POST', body: form })
  const { data, error } = await response.json()
  return { status: response.status, data, error }
}

/** What was found on the last document that was sent. */
async function lastFound(): Promise<InvoiceData> {
  const list = await world.request('/api/invoices/?sort=-created_at&per_page=1')
  return (await list.json()).items[0].preview_data
}

test('a long receipt in three captures, stacked, says the same as the whole, each product as often as it was bought', async () => {
  const receipt = await makeReceipt()
  const whole = await upload(new Uint8Array(await receipt.clone().png().toBuffer()), '1')
  expect(whole).toMatchObject({
    status: 200,
    data: {
      issuer_name: 'Supermercado La Pradera, S.A.',
      invoice_number: 'F001-000123',
      products_count: 24,
    },
  })
  const data = await lastFound()
  const stacked = await stackCaptures(receipt)
  expect(await upload(stacked, '2')).toEqual(whole)
  expect(await lastFound()).toEqual(data)
  // without being told, all of it counts
  const { data: untold } = await upload(stacked, '1')
  expect(untold?.products_count ?? 0).not.toBe(24)
})

/** The first real receipts that are much longer than wide. */
async function longReceipts(count: number) {
  const found: Uint8Array<ArrayBuffer>[] = []
  for (const line of (await readFile(inCorpus('sroie/truth.jsonl'), 'utf8')).trim().split('\n')) {
    const picture = new Uint8Array(await readFile(inCorpus(`sroie/${JSON.parse(line).file}`)))
    const { width, height } = await sharp(picture).metadata()
    if (height > width * 2) found.push(picture)
    if (found.length === count) break
  }
  return found
}

test.skipIf(!hasCorpus)(
  'real receipts likewise (needs ../shared/corpus): the same date and total, and no product more than once',
  async () => {
    const asIn = ({ date, total, products }: InvoiceData) => ({ date, total, bought: products.length })
    const receipts = await longReceipts(2)
    expect(receipts).toHaveLength(2)
    for (const receipt of receipts) {
      await upload(receipt, '1')
      const whole = asIn(await lastFound())
      await upload(await stackCaptures(sharp(receipt)), '2')
      expect(asIn(await lastFound())).toEqual(whole)
    }
  },
)
