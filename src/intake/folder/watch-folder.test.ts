import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, open, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bounds } from '../../config.ts'
import { pdf, saying } from '../../testing/documents.ts'
import { makeDte } from '../../testing/e-invoices.ts'
import { openWorld, type World } from '../../testing/world.ts'
import { makeZip } from '../../testing/zips.ts'
import { beginArrival, receiveArrival } from '../receive-arrival.ts'
import { findPlace } from '../watched-places.ts'
import { listBeingWritten } from './being-written.ts'
import { listWaiting } from './list-waiting.ts'
import { createFolderWatch } from './watch-folder.ts'

let world: World
let folder: string
beforeAll(async () => {
  world = await openWorld({ DUPLICATES: 'allow' })
})
afterAll(() => world.close())
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folio-watch-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const never = new AbortController().signal

/** One whose second look finds complete what has not changed since the first. */
function watch() {
  const look = createFolderWatch(world.deps, folder, 0)
  return async () => {
    await look(never)
    await look(never)
  }
}
const put = (name: string, content: string | Uint8Array) => writeFile(join(folder, name), content)
const here = async (sub = '') =>
  (await readdir(join(folder, sub))).filter((name) => !/^(\.|done$|failed$)/.test(name)).sort()
const reason = (name: string) => readFile(join(folder, 'failed', name), 'utf8')
const invoices = async () =>
  (await world.client`select filename, source from invoices order by id`).map(
    ({ filename, source }) => `${source} ${filename}`,
  )
let seen: string[] = []
const fresh = async () => {
  const all = await invoices()
  const some = all.slice(seen.length)
  seen = all
  return some
}

test('documents are taken in and moved to done; a ZIP brings each of its own', async () => {
  await put('uno.pdf', pdf(saying({})))
  await put(
    'lote.zip',
    makeZip({ 'F1.xml': makeDte(1), 'F1.pdf': pdf('shown'), 'dos.pdf': pdf('two'), 'notas.txt': 'no' }),
  )
  await watch()()
  expect((await fresh()).sort()).toEqual(['folder F1.zip', 'folder dos.pdf', 'folder uno.pdf'])
  expect(await here()).toEqual([])
  expect(await here('done')).toEqual(['lote.zip', 'lote.zip.txt', 'uno.pdf'])
  expect(await readFile(join(folder, 'done/lote.zip.txt'), 'utf8')).toContain('lote.zip/notas.txt')
})

test('what can’t be taken goes to failed, with the reason beside it in both languages', async () => {
  await put('notes.txt', 'just notes')
  await put('empty.pdf', '')
  await put('large.pdf', Buffer.concat([pdf('large'), Buffer.alloc(bounds.uploadBytes)]))
  await put('eicar.com', 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-' + 'ANTIVIRUS-TEST-FILE!$H+H*')
  await watch()()
  expect(await fresh()).toEqual([])
  expect(await here('failed')).toEqual(
    ['eicar.com', 'empty.pdf', 'large.pdf', 'notes.txt'].flatMap((name) => [name, `${name}.txt`]),
  )
  expect(await reason('notes.txt.txt')).toMatch(/no es un PDF.*\n\n.*is not a PDF/)
  expect(await reason('empty.pdf.txt')).toContain('vacío')
  expect(await reason('large.pdf.txt')).toContain('10 MB')
})

test('what was mended and put back is tried again', async () => {
  await put('a.txt', 'not yet a document')
  await watch()()
  await rm(join(folder, 'failed/a.txt.txt'))
  await rename(join(folder, 'failed/a.txt'), join(folder, 'a.txt'))
  await watch()()
  expect(await here('failed')).toEqual(['a.txt', 'a.txt.txt'])
  await put('a.txt', pdf('now it is'))
  await watch()()
  expect(await fresh()).toEqual(['folder a.txt'])
  expect(await here('done')).toEqual(['a.txt'])
})

describe('a file is left alone', () => {
  test('while it changes', async () => {
    await put('grows.pdf', pdf('beginning'))
    const look = createFolderWatch(world.deps, folder, 0)
    for (let step = 1; step <= 4; step++) {
      await put('grows.pdf', pdf('beginning'.repeat(step)))
      await look(never)
    }
    expect(await here()).toEqual(['grows.pdf'])
    expect(await fresh()).toEqual([])
  })

  test('while a program has it open for writing, however long that pauses', async () => {
    await put('open.pdf', pdf('half'))
    const handle = await open(join(folder, 'open.pdf'), 'a')
    expect([...(await listBeingWritten(folder))]).toEqual(['open.pdf'])
    await watch()()
    expect(await here()).toEqual(['open.pdf'])
    await handle.close()
    const reading = await open(join(folder, 'open.pdf'), 'r')
    await watch()()
    await reading.close()
    expect(await here('done')).toEqual(['open.pdf'])
    await fresh()
  })

  test('where its name says that it is half, hidden, or nobody’s business, and in subfolders', async () => {
    for (const name of ['a.pdf.part', '.hidden.pdf', '~$a.pdf', 'b.crdownload', 'Thumbs.db'])
      await put(name, pdf(name))
    await spawnAndWait('mkdir', [join(folder, 'sub')])
    await writeFile(join(folder, 'sub/c.pdf'), pdf('c'))
    await watch()()
    expect(await fresh()).toEqual([])
    expect(await here()).toEqual(['Thumbs.db', 'a.pdf.part', 'b.crdownload', 'sub', '~$a.pdf'])
  })
})

test('a link is never followed, a pipe never waited for', async () => {
  const outside = join(tmpdir(), `folio-outside-${process.pid}.pdf`)
  await writeFile(outside, pdf('not yours'))
  await symlink(outside, join(folder, 'link.pdf'))
  await spawnAndWait('mkfifo', [join(folder, 'pipe.pdf')])
  await watch()()
  expect(await fresh()).toEqual([])
  expect(await here('failed')).toEqual(['link.pdf', 'link.pdf.txt'])
  expect(await here()).toEqual(['pipe.pdf'])
  expect(await readFile(outside)).toEqual(Buffer.from(pdf('not yours')))
  await rm(outside)
})

test('odd names: bytes that are no text, line breaks, very long, twice the same', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`${folder}/`),
    Buffer.from([0x66, 0xff, 0xfe]),
    Buffer.from('.pdf'),
  ])
  await writeFile(bytes, pdf('bytes'))
  await put('two\nlines\u202e.pdf', pdf('lines'))
  await put(`${'x'.repeat(250)}.pdf`, pdf('long'))
  await put('same.pdf', pdf('first'))
  await watch()()
  await put('same.pdf', pdf('second'))
  await watch()()
  expect(await here()).toEqual([])
  const done = await readdir(join(folder, 'done'), { encoding: 'buffer' })
  expect(done).toHaveLength(5)
  expect(done.map(String)).toContain('same (2).pdf')
  expect((await fresh()).filter((each) => /\n|\u202e/.test(each))).toEqual([])
})

test('killed between taking a file and moving it, it is moved the next time and not taken twice', async () => {
  await put('once.pdf', pdf('once'))
  const [file] = await listWaiting(folder)
  // as far as it comes until it dies: all but the move
  const look = createFolderWatch(world.deps, folder)
  await look(never)
  const mark = await readFile(join(folder, '.folio-folder'), 'utf8')
  const place = await findPlace(world.db, { way: 'folder', place: mark, name: folder })
  const arrival = await beginArrival(world.db, place, {
    identity: file!.identity,
    sizeBytes: 1,
    name: 'once.pdf',
  })
  const staged = await world.files.stage([pdf('once')], 1_000)
  await receiveArrival(world.deps, arrival, { files: [{ filename: 'once.pdf', staged }] })
  await staged.discard()
  expect(await here()).toEqual(['once.pdf'])
  expect(await fresh()).toEqual(['folder once.pdf'])
  await watch()()
  expect(await fresh()).toEqual([])
  expect(await here('done')).toEqual(['once.pdf'])
})

test('what ended the process again and again is set aside', async () => {
  await put('deadly.pdf', pdf('deadly'))
  const [file] = await listWaiting(folder)
  await createFolderWatch(world.deps, folder)(never)
  const place = { way: 'folder', place: await readFile(join(folder, '.folio-folder'), 'utf8') } as const
  for (let death = 0; death < bounds.arrivalAttempts; death++)
    await beginArrival(world.db, place, { identity: file!.identity, sizeBytes: 1, name: 'deadly.pdf' })
  await watch()()
  expect(await reason('deadly.pdf.txt')).toContain('varias veces')
  expect(await fresh()).toEqual([])
})

test('several processes that watch the same folder take each file once', async () => {
  for (let i = 0; i < 12; i++) await put(`${i}.pdf`, pdf(`document ${i}`))
  const looks = [watch(), watch(), watch()]
  await Promise.all(looks.map((look) => look()))
  await Promise.all(looks.map((look) => look()))
  expect((await fresh()).sort()).toEqual(Array.from({ length: 12 }, (_, i) => `folder ${i}.pdf`).sort())
  expect(await here()).toEqual([])
})

test('a folder that is not there, or not one’s own, is said; the next look goes on', async () => {
  const gone = `${folder}-gone`
  const look = createFolderWatch(world.deps, gone)
  await expect(look(never)).rejects.toThrow()
  const told = async () => {
    const { items } = await (await world.request('/api/ways-in')).json()
    return items.find(({ name }: { name: string }) => name === gone)
  }
  expect((await told()).failure).toContain('no existe')
  await rename(folder, gone)
  await look(never)
  expect(await told()).toMatchObject({ failure: null, looked_at: expect.any(String) })
  await rename(gone, folder)
  await expect(look(never)).rejects.toThrow()
  expect((await told()).failure).toContain('no existe')
})

const spawnAndWait = async (command: string, args: string[]) => {
  await once(spawn(command, args), 'exit')
}
