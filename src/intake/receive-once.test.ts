import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pdf } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type File = [name: string, bytes: Uint8Array<ArrayBuffer>]

async function upload(files: File[], key: string, { as = world.ana, prefer = '' } = {}) {
  const form = new FormData()
  for (const [name, bytes] of files) form.append('files', new File([bytes], name))
  const headers = { 'Idempotency-Key': key, ...(prefer && { Prefer: prefer }) }
  const response = await world.request('/api/invoices/ocr', { method: 'POST', body: form, headers, as })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const kept = async () => {
  const [row] = await world.client`
    select (select count(*)::int from invoices) as invoices, (select count(*)::int from idempotency_keys) as keys,
      (select count(*)::int from pgboss.job where name = 'read-document') as jobs`
  const aside = await readdir(join(world.config.DATA_DIR, 'files/incoming')).catch(() => [])
  return { invoices: row!.invoices, keys: row!.keys, jobs: row!.jobs, aside: aside.length }
}

describe('a form with a key', () => {
  test('is taken in once, and its repetition is told of the first', async () => {
    const files: File[] = [
      ['a.pdf', pdf('once a')],
      ['b.pdf', pdf('once b')],
    ]
    const first = await upload(files, 'one')
    expect(first.status).toBe(202)
    expect(first.body.accepted).toHaveLength(2)
    const before = await kept()
    const again = await upload(files, 'one')
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({
      code: 'IDEMPOTENCY_KEY_USED',
      payload_matches: true,
      accepted: first.body.accepted,
    })
    const replayed = await upload(files, 'one', { prefer: 'idempotent-replay' })
    expect([replayed.status, replayed.body]).toEqual([202, first.body])
    expect(replayed.headers.get('idempotent-replayed')).toBe('true')
    expect(await kept()).toEqual(before)
  })

  test('is the same by its files’ bytes and names, in their order', async () => {
    const [a, b] = [pdf('same a'), pdf('same b')]
    await upload([['a.pdf', a]], 'same')
    const others: File[][] = [
      [['b.pdf', a]],
      [['a.pdf', b]],
      [
        ['a.pdf', a],
        ['b.pdf', b],
      ],
    ]
    for (const files of others) {
      const { status, body } = await upload(files, 'same', { prefer: 'idempotent-replay' })
      expect([status, body.payload_matches]).toEqual([409, false])
    }
    expect(
      await world.client`select from invoices where sha256 = ${new Bun.CryptoHasher('sha256').update(b).digest('hex')}`,
    ).toHaveLength(0)
  })

  test('of which nothing could be accepted does not use its key up', async () => {
    const html = new TextEncoder().encode('<!doctype html><p>no')
    expect((await upload([['page.html', html]], 'tried')).status).toBe(415)
    expect((await upload([['good.pdf', pdf('tried')]], 'tried')).status).toBe(202)
  })

  test('keeps what was rejected of it in its receipt', async () => {
    const html = new TextEncoder().encode('<!doctype html><p>no')
    const files: File[] = [
      ['good.pdf', pdf('mixed')],
      ['page.html', html],
    ]
    const first = await upload(files, 'mixed')
    expect(first.body.rejected.map(({ code }: { code: string }) => code)).toEqual(['UNSUPPORTED_FILE_TYPE'])
    expect((await upload(files, 'mixed', { prefer: 'idempotent-replay' })).body).toEqual(first.body)
  })

  test('of many at the same moment is one, whatever the policy on duplicates', async () => {
    const files: File[] = [['storm.pdf', pdf('storm')]]
    const before = await kept()
    const answers = await Promise.all(Array.from({ length: 30 }, () => upload(files, 'storm')))
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1)
    expect(
      answers.filter(({ status, body }) => status === 409 && body.code === 'IDEMPOTENCY_KEY_USED'),
    ).toHaveLength(29)
    const after = await kept()
    expect(after).toEqual({
      invoices: before.invoices + 1,
      keys: before.keys + 1,
      jobs: before.jobs + 1,
      aside: before.aside,
    })
  })

  test('is its account’s own', async () => {
    expect((await upload([['u.pdf', pdf('of ulises')]], 'one', { as: world.ulises })).status).toBe(202)
  })

  test('that breaks in the middle leaves nothing, and the key is free', async () => {
    await world.client`
      create function refuse() returns trigger language plpgsql as $$
      begin if new.filename = 'bad.pdf' then raise 'no'; end if; return new; end $$`
    await world.client`create trigger refuse before insert on settled_invoices for each row execute function refuse()`
    const before = await kept()
    const files: File[] = [
      ['good.pdf', pdf('before the break')],
      ['bad.pdf', pdf('the break')],
    ]
    expect((await upload(files, 'broken')).status).toBe(500)
    expect(await kept()).toEqual(before)
    await world.client`drop trigger refuse on settled_invoices`
    expect((await upload(files, 'broken')).body.accepted).toHaveLength(2)
  })

  test('without one, nothing has changed', async () => {
    const form = new FormData()
    form.append('files', new File([pdf('plain')], 'plain.pdf'))
    const { keys } = await kept()
    expect((await world.request('/api/invoices/ocr', { method: 'POST', body: form })).status).toBe(202)
    expect((await kept()).keys).toBe(keys)
  })
})
