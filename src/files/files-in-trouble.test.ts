import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { codeOf, makeStores, pieces, storeKinds } from '../testing/file-stores.ts'
import type { Files } from './files.ts'

const megabyte = 1024 * 1024
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
const stores = await makeStores()
afterAll(() => stores.close())

/** Tests that need a disk of their own mount one in memory, which takes an administrator on Linux. */
const canMount = await mountWorks()
if (!canMount) console.warn('Skipped without the right to mount: full and read-only disks.')

describe.each(storeKinds)('files on %s, in trouble', (kind) => {
  const { asideIn, open, code } = stores.of(kind)
  const aside = () => readdir(asideIn)
  let files: Files
  beforeAll(async () => {
    files = await open()
  })

  test('documents of ten megabytes pass with flat memory', async () => {
    const child = run(`
      const chunk = new Uint8Array(64 * 1024).fill(1)
      async function* document() {
        for (let sent = 0; sent < 10 * 1024 * 1024; sent += chunk.length) yield chunk
      }
      async function pass(name) {
        const staged = await files.stage(document(), 10 * 1024 * 1024)
        await staged.keep('flat/' + name)
        await staged.discard()
        let length = 0
        for await (const part of files.stream('flat/' + name)) length += part.length
        if (length !== 10 * 1024 * 1024) throw new Error('only ' + length)
      }
      const before = process.memoryUsage.rss()
      let peak = before
      for (let round = 0; round < 15; round++) {
        await Promise.all(['a', 'b', 'c'].map(pass))
        peak = Math.max(peak, process.memoryUsage.rss())
      }
      console.log((peak - before) / 1024 / 1024)
    `)
    const grownMegabytes = Number(await new Response(child.stdout).text())
    expect(grownMegabytes).toBeGreaterThan(0)
    expect(grownMegabytes).toBeLessThan(100)
  }, 60_000)

  test('a process killed while it takes an upload in leaves nothing under a key', async () => {
    const child = run(`
      async function* endless() {
        for (;;) yield new Uint8Array(64 * 1024)
      }
      const staged = await files.stage(endless(), 1e12)
      await staged.keep('killed/staging')
    `)
    while ((await asideBytes()) < megabyte) await pause(5)
    child.kill('SIGKILL')
    await child.exited
    expect(await files.has('killed/staging')).toBe(false)
    await clearAside()
  }, 30_000)

  test('a process killed while it keeps uploads leaves whole ones or none', async () => {
    for (let round = 0; round < 6; round++) {
      const child = run(`
        import { randomBytes } from 'node:crypto'
        for (let n = 0; ; n++) {
          const staged = await files.stage([randomBytes(3_000_000)], 1e9)
          console.log(staged.sha256)
          await staged.keep('killed/' + staged.sha256)
          await staged.discard()
        }
      `)
      const names: string[] = []
      const lines = child.stdout.pipeThrough(new TextDecoderStream())
      for await (const text of lines) {
        names.push(...text.split('\n').filter((line) => line.length === 64))
        if (names.length < 3) continue
        await pause(Math.random() * 30)
        child.kill('SIGKILL')
      }
      await child.exited
      const kept = await Promise.all(
        names.map(async (name) => [name, await files.has(`killed/${name}`)] as const),
      )
      for (const [name, there] of kept)
        if (there) expect(sha256(await files.read(`killed/${name}`))).toBe(name)
      expect(kept.filter(([, there]) => there).length).toBeGreaterThanOrEqual(names.length - 1)
    }
    await clearAside()
  }, 60_000)

  test.skipIf(!canMount)('a full disk is told as such, leaves nothing, and is got over', async () => {
    await withSmallDisk(async (disk) => {
      const store = await stores.of(kind, disk).open()
      const asideThere = stores.of(kind, disk).asideIn
      expect(await codeOf(store.stage(pieces(randomBytes(3 * megabyte)), 10 * megabyte))).toBe('STORAGE_FULL')
      expect(await readdir(asideThere)).toEqual([])
      await writeFile(join(disk, 'ballast'), new Uint8Array(2 * megabyte)).catch(() => {})
      expect(await codeOf(store.check())).toBe('STORAGE_FULL')
      if (kind === 'disk') {
        expect(await codeOf(store.put('full/a', randomBytes(50_000)))).toBe('STORAGE_FULL')
        expect(await store.has('full/a')).toBe(false)
      }
      await rm(join(disk, 'ballast'))
      await store.put('full/a', new Uint8Array(50_000))
      await store.check()
      expect(await store.size('full/a')).toBe(50_000)
    })
  })

  test.skipIf(!canMount)(
    'a disk that may only be read from is told as such, and still read from',
    async () => {
      await withSmallDisk(async (disk) => {
        const store = await stores.of(kind, disk).open()
        await store.put('readable/a', Buffer.from('here'))
        const staged = await store.stage(pieces(new Uint8Array(1000)), megabyte)
        await mount('-o', 'remount,ro', disk)
        expect(await codeOf(store.stage(pieces(new Uint8Array(1000)), megabyte))).toBe('STORAGE_UNAVAILABLE')
        expect(await codeOf(store.check())).toBe('STORAGE_UNAVAILABLE')
        expect(await codeOf(staged.discard())).toBe('STORAGE_UNAVAILABLE')
        if (kind === 'disk') {
          expect(await codeOf(store.put('readable/b', new Uint8Array(1)))).toBe('STORAGE_UNAVAILABLE')
          expect(await codeOf(store.remove('readable/a'))).toBe('STORAGE_UNAVAILABLE')
        }
        expect(Buffer.from(await store.read('readable/a')).toString()).toBe('here')
      })
    },
  )

  const run = (script: string) =>
    Bun.spawn([process.execPath, '-e', code + script], { stdout: 'pipe', stderr: 'inherit' })

  async function asideBytes() {
    const sizes = await Promise.all((await aside()).map((name) => stat(join(asideIn, name))))
    return sizes.reduce((sum, { size }) => sum + size, 0)
  }

  async function clearAside() {
    for (const name of await aside()) await rm(join(asideIn, name))
  }
})

async function mount(...args: string[]) {
  const { exited } = Bun.spawn(['mount', ...args], { stderr: 'ignore' })
  if ((await exited) !== 0) throw new Error(`mount ${args.join(' ')} failed`)
}

async function withSmallDisk(work: (disk: string) => Promise<void>) {
  const disk = await mkdtemp(join(tmpdir(), 'folio-small-disk-'))
  await mount('-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk)
  try {
    await work(disk)
  } finally {
    await Bun.spawn(['umount', '-l', disk]).exited
    await rm(disk, { recursive: true, force: true })
  }
}

async function mountWorks() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  return withSmallDisk(async () => {}).then(
    () => true,
    () => false,
  )
}
