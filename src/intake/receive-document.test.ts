import { expect, test } from 'bun:test'
import { documentKey } from '../files/files.ts'
import { openWorld, type World } from '../testing/world.ts'
import { removeDocument } from './remove-document.ts'

async function inWorld(settings: Record<string, string>, body: (world: World) => Promise<void>) {
  const world = await openWorld(settings)
  try {
    await body(world)
  } finally {
    await world.close()
  }
}

const refusal = (world: World, text: string, filename: string) =>
  world.receive(text, world.ana, filename).then(
    () => undefined,
    (error) => [error.code, error.extra.duplicate_of],
  )

test('DUPLICATES=filename refuses the same name, whatever it holds', () =>
  inWorld({ DUPLICATES: 'filename' }, async (world) => {
    const { id } = await world.receive('one', world.ana, 'enero.pdf')
    expect(await refusal(world, 'other bytes', 'enero.pdf')).toEqual(['DUPLICATE', id])
    expect(await refusal(world, 'one', 'febrero.pdf')).toBeUndefined()
  }))

test('DUPLICATES=allow takes everything, and the bytes are kept once', () =>
  inWorld({ DUPLICATES: 'allow' }, async (world) => {
    const [first, second] = [await world.receive('same'), await world.receive('same')]
    expect(second.id).not.toBe(first.id)
    expect(second.sha256).toBe(first.sha256)
  }))

test('what was deleted may come again, also while its document is being removed', () =>
  inWorld({}, async (world) => {
    const { id, sha256 } = await world.receive('comes again')
    await world.request(`/api/invoices/${id}`, { method: 'DELETE' })
    const again = await Promise.all([
      world.receive('comes again'),
      ...Array.from({ length: 5 }, () => removeDocument(world.deps, sha256!)),
    ])
    expect(again[0].id).not.toBe(id)
    expect(await world.files.has(documentKey(sha256!))).toBe(true)
  }))
