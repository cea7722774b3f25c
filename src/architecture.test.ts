import { expect, test } from 'bun:test'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '..')

/** Imports point down this list or stay on their own floor; siblings on one floor don't know each other. */
const floors: Record<string, number> = {
  language: 0,
  config: 0,
  errors: 0,
  log: 0,
  version: 0,
  db: 0,
  queue: 0,
  files: 0,
  xml: 0,
  zip: 0,
  work: 1,
  deps: 1,
  accounts: 2,
  invoices: 3,
  intake: 4,
  batches: 4,
  reading: 4,
  extraction: 4,
  capture: 4,
  exports: 4,
  dashboard: 4,
  webhooks: 4,
  views: 5,
  web: 6,
  live: 6,
  api: 7,
  pages: 7,
  app: 8,
  jobs: 8,
  main: 8,
  cli: 8,
  testing: 9,
  bench: 9,
}
/** Rooms of one floor that are one thing: the ground, the work on it, and the way out to the world. */
const mayMeet = [0, 1, 6, 7, 8, 9]

interface Import {
  from: string
  to: string
}

async function listSources(folder: string): Promise<string[]> {
  const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
}

const sources = (await Promise.all(['src', 'views', 'bench'].map(listSources))).flat()
const product = sources.filter((file) => !/\.test\.tsx?$/.test(file))

async function importsOf(file: string): Promise<Import[]> {
  const text = await readFile(join(root, file), 'utf8')
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(([, path]) => ({
    from: file,
    to: relative(root, join(root, dirname(file), path!)),
  }))
}

/** The room a file is in: its folder, or what it is where that says more. */
export function roomOf(file: string): string {
  if (/\.api\.ts$/.test(file) || file === 'src/live/socket-operation.ts') return 'api'
  if (/\.pages\.tsx$/.test(file) || file === 'src/live/render-events.tsx') return 'pages'
  const [top, next = ''] = file.split('/')
  return top === 'src' ? next.replace(/\.tsx?$/, '') : top!
}

export function isLawful({ from, to }: Import): boolean {
  if (to === 'package.json') return true
  const [room, other] = [roomOf(from), roomOf(to)]
  if (room === other || room === 'testing') return true
  const [floor, below] = [floors[room], floors[other]]
  if (floor === undefined || below === undefined) return false
  return floor > below || (floor === below && mayMeet.includes(floor))
}

test('imports point down or stay home', async () => {
  const broken = (await Promise.all(product.map(importsOf))).flat().filter((each) => !isLawful(each))
  expect(broken.map(({ from, to }) => `${from} -> ${to}`)).toEqual([])
})

test('the law is seen to fail where it is broken', () => {
  expect(isLawful({ from: 'src/reading/pool.ts', to: 'src/extraction/prompt.ts' })).toBe(false)
  expect(isLawful({ from: 'src/invoices/life.ts', to: 'src/intake/sniff.ts' })).toBe(false)
  expect(isLawful({ from: 'src/config.ts', to: 'src/work.ts' })).toBe(false)
  expect(isLawful({ from: 'views/layout.tsx', to: 'src/web/guard.ts' })).toBe(false)
  expect(isLawful({ from: 'src/somewhere/new.ts', to: 'src/config.ts' })).toBe(false)
  expect(isLawful({ from: 'src/intake/receive-document.ts', to: 'src/invoices/move-invoice.ts' })).toBe(true)
})

test('only the rooms that wrap it name the runtime', async () => {
  const allowed = /^src\/(main\.ts|accounts\/password\.ts|db\/|files\/|reading\/|live\/|testing\/)|^bench\//
  const naming: string[] = []
  for (const file of product)
    if (
      !allowed.test(file) &&
      /\bBun\.|from 'bun'|'hono\/bun'/.test(await readFile(join(root, file), 'utf8'))
    )
      naming.push(file)
  expect(naming).toEqual([])
})

test('the reading threads know their protocol, the engines, and nothing else', async () => {
  const inside = product.filter((file) => file.startsWith('src/reading/thread/'))
  const outside = (await Promise.all(inside.map(importsOf)))
    .flat()
    .filter(({ to }) => !to.startsWith('src/reading/thread'))
  expect(
    outside
      .map(({ from, to }) => `${from} -> ${to}`)
      .filter((each) => !/invoices\/(words|content-types)\.ts$|reading\/\w|src\/xml\//.test(each)),
  ).toEqual([])
})

test('only one function writes the status of an invoice; what enters as data has its own door', async () => {
  const moving = /\.(set|values)\(\{[^}]*\bstatus:/
  const entering =
    /insert into ((fresh|settled)_)?invoices\b|update ((fresh|settled)_)?invoices set[^`]*\bstatus/i
  const writing: string[] = []
  for (const file of product) {
    const text = await readFile(join(root, file), 'utf8')
    // exports, deliveries and guided captures have a status of their own
    if (
      /^src\/(?!testing|exports\/|webhooks\/|capture\/(?:take-picture|finish-attempt))/.test(file) &&
      (moving.test(text) || entering.test(text))
    )
      writing.push(file)
  }
  expect(writing.sort()).toEqual([
    'src/invoices/enter-invoices.ts',
    'src/invoices/move-invoice.ts',
    'src/invoices/settle-invoices.ts',
  ])
})

test('there are no folders for what has no home', async () => {
  const homeless = sources.filter((file) =>
    /\/(services|repositories|utils|helpers|types|constants)\/|\/index\.tsx?$/.test(file),
  )
  expect(homeless).toEqual([])
})
