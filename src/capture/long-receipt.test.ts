import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import sharp, { type Sharp } from 'sharp'
import { bounds } from '../config.ts'
import { createExtractor } from '../extraction/extractor.ts'
import { rowsOf } from '../invoices/rows-of-words.ts'
import { createReader } from '../reading/create-reader.ts'
import type { Reader } from '../reading/reader.ts'
import { corpus, hasCorpus } from '../testing/corpus.ts'
import { quiet } from '../testing/database.ts'
import { cutPicture, makeReceipt, receiptLines } from '../testing/make-receipt.ts'
import { openWorld, type World } from '../testing/world.ts'

// With the real engines: a long receipt in several photos is the long receipt.
setDefaultTimeout(120_000)

let world: World
let reader: Reader
beforeAll(async () => {
  reader = createReader({ workers: 2, bounds, log: quiet })
  world = await openWorld({}, { reader, extractor: createExtractor({ log: quiet }) })
  await world.work()
})
afterAll(async () => {
  await world.close()
  await reader.close()
})

async function send(image: Uint8Array<ArrayBuffer>, session_id?: string) {
  const form = new FormData()
  form.append('image', new File([image], 'foto.jpg'))
  form.append('action', session_id ? 'retry' : 'initial')
  if (session_id) form.append('session_id', session_id)
  const answer = await world.request('/api/v4/invoices/ocr-process', { method: 'POST', body: form })
  expect(answer.status).toBe(200)
  return answer.json()
}

/** All of a session, photo by photo. */
async function capture(pieces: Uint8Array<ArrayBuffer>[]) {
  await world.client`delete from limit_windows`
  let answer = await send(pieces[0]!)
  for (const piece of pieces.slice(1))
    if (answer.status === 'needs_retry') answer = await send(piece, answer.session_id)
  return answer
}

async function joinedOf(session_id: string) {
  const answer = await world.request('/api/v4/invoices/ocr-consolidate', {
    method: 'POST',
    json: { session_id },
  })
  return new Uint8Array(Buffer.from((await answer.json()).consolidated_image, 'base64'))
}

/** The lines of a picture, as letters and digits. */
async function linesIn(jpeg: Uint8Array<ArrayBuffer>) {
  for await (const { page } of reader.read(
    { bytes: jpeg, contentType: 'image/jpeg' },
    { signal: AbortSignal.timeout(60_000) },
  ))
    return rowsOf(page, page.words).map((words) => plain(words.map(({ text }) => text).join('')))
  return []
}
// an `l` and an `I`, an `o` and a `0` look alike
const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
    .replace(/[il]/g, '1')
    .replace(/o/g, '0')

const inThree = (picture: Sharp) =>
  Promise.all([cutPicture(picture, 0, 0.43), cutPicture(picture, 0.32, 0.73), cutPicture(picture, 0.61, 1)])

test('three overlapping photos of a long receipt are one picture without repeated lines, and have the fields of the whole', async () => {
  const receipt = await makeReceipt()
  const whole = await capture([await cutPicture(receipt, 0, 1)])
  expect(whole).toMatchObject({ status: 'complete', attempt_count: 1 })
  const parts = await capture(await inThree(receipt))
  expect(parts).toMatchObject({ status: 'complete', attempt_count: 3 })
  const named = ({ detected_fields: { products, ...rest } }: typeof whole) => ({
    ...rest,
    products: products.map(({ name, ...amounts }: { name: string }) => ({ name: plain(name), ...amounts })),
  })
  expect(named(parts)).toEqual(named(whole))
  const jpeg = await joinedOf(parts.session_id)
  expect(await linesIn(jpeg)).toEqual(receiptLines.map((line) => plain(line.join(''))))
  expect(jpeg).toEqual(new Uint8Array(Buffer.from(parts.consolidated_image, 'base64')))
})

test('read again as an invoice, the photos are still one receipt', async () => {
  const [{ invoice_id } = {}] = await world.client`
    select invoice_id::int from capture_sessions where attempts = 3 order by created_at limit 1`
  const before = await (await world.request(`/api/invoices/${invoice_id}`)).json()
  const reason = { reason: 'otra vez' }
  await world.request(`/api/invoices/${invoice_id}/reject`, { method: 'POST', json: reason })
  await world.request(`/api/invoices/${invoice_id}/retry`, { method: 'POST' })
  const { previewData } = await world.reaches(invoice_id, 'waiting_validation')
  expect(previewData).toMatchObject({
    issuer_name: before.preview_data.issuer_name,
    total: before.preview_data.total,
  })
  expect(previewData!.products).toHaveLength(before.preview_data.products.length)
})

test('so they are when the photos come in another order, turned, larger and darker', async () => {
  const receipt = await makeReceipt()
  const [top, middle, bottom] = await inThree(receipt)
  const shadow = async (photo: Uint8Array, angle: number, zoom: number) => {
    const { width = 0 } = await sharp(photo).metadata()
    const larger = sharp(photo)
      .resize(Math.round(width * zoom))
      .linear(0.6, 0)
      .rotate(angle, { background: '#777' })
    return new Uint8Array(await larger.jpeg({ quality: 85 }).toBuffer())
  }
  const answer = await capture([await shadow(bottom!, 2, 1.2), top!, await shadow(middle!, 90, 1)])
  expect(answer).toMatchObject({ status: 'complete', attempt_count: 3 })
  const lines = await linesIn(await joinedOf(answer.session_id))
  expect(lines).toEqual(receiptLines.map((line) => plain(line.join(''))))
})

test.skipIf(!hasCorpus)(
  'long receipts of the corpus come back from three photos with the fields they have whole (needs ../shared/corpus)',
  async () => {
    const folder = `${corpus}/sroie`
    const tall: { name: string; ratio: number }[] = []
    for (const name of (await readdir(folder)).filter((name) => name.endsWith('.jpg'))) {
      const { autoOrient } = await sharp(`${folder}/${name}`).metadata()
      tall.push({ name, ratio: autoOrient.height / autoOrient.width })
    }
    tall.sort((a, b) => b.ratio - a.ratio)
    let [same, all] = [0, 0]
    for (const { name } of tall.slice(0, 2)) {
      const { data, info } = await sharp(`${folder}/${name}`)
        .autoOrient()
        .raw()
        .toBuffer({ resolveWithObject: true })
      const picture = sharp(data, { raw: info })
      const whole = await capture([await cutPicture(picture, 0, 1)])
      const parts = await capture(await inThree(picture))
      for (const field of ['issuer_name', 'invoice_number', 'date', 'total']) {
        all += 1
        if (whole.detected_fields[field] === parts.detected_fields[field]) same += 1
      }
      const lines = (await linesIn(await joinedOf(parts.session_id))).filter((line) => line.length > 12)
      const wholeLines = (await linesIn(await cutPicture(picture, 0, 1))).filter((line) => line.length > 12)
      // what the receipt itself says twice may stand there twice
      const repeated = (lines: string[]) => lines.length - new Set(lines).size
      expect([name, repeated(lines) - repeated(wholeLines)]).toEqual([name, 0])
    }
    expect(same / all).toBeGreaterThanOrEqual(0.8)
  },
)
