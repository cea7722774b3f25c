import { afterAll, beforeAll, expect, test } from 'bun:test'
import { startS3Server } from '../testing/s3-server.ts'
import { eventually, openWorld, type World } from '../testing/world.ts'
import { listZip } from '../zip/list-zip.ts'
import { unpack } from '../zip/unpack.ts'

// Where documents are in a bucket, archives are there too: any process makes them, and any other hands them out.
let world: World
let s3: Awaited<ReturnType<typeof startS3Server>>
beforeAll(async () => {
  s3 = await startS3Server()
  const { bucket, endpoint, credentials } = s3.settings
  world = await openWorld({
    STORAGE_URL: `s3://${bucket}/folio`,
    S3_ENDPOINT: endpoint,
    S3_ACCESS_KEY_ID: credentials.accessKeyId,
    S3_SECRET_ACCESS_KEY: credentials.secretAccessKey,
  })
  await world.work()
})
afterAll(async () => {
  await world.close()
  await s3.stop()
})

test('an archive is made in the bucket and read from it, whole or from any byte on', async () => {
  const received = await Promise.all(['uno', 'dos', 'tres'].map((text) => world.receive(text)))
  for (const { id } of received) await world.reaches(id, 'waiting_validation')
  const begun = await world.request('/api/exports', { method: 'POST', json: { source: 'folio' } })
  const { id } = (await begun.json()) as { id: number }
  const path = `/api/exports/${id}/download`
  const answer = await eventually(world.feed, async () => {
    const now = await world.request(path)
    return now.status === 409 ? undefined : now
  })
  const bytes = Buffer.from(await answer.arrayBuffer())
  const entries = listZip(bytes)
  expect(entries).toHaveLength(5)
  for (const entry of entries) expect(await unpack(entry)).toBeTruthy()
  const half = Math.floor(bytes.length / 2)
  const rest = await world.request(path, { headers: { Range: `bytes=${half}-` } })
  expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(half))).toBe(true)
})
