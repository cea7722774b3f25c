import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import { noSuchPath } from './answer-error.tsx'

const own = join(import.meta.dirname, '../../views/assets')
const packageFolder = (name: string) =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))

/** What pages load from packages; all else they load is in `views/assets`. */
const fromPackages: Record<string, () => string> = {
  'htmx.js': () => join(packageFolder('htmx.org'), 'dist/htmx.min.js'),
  'hx-ws.js': () => join(packageFolder('htmx.org'), 'dist/ext/hx-ws.min.js'),
  'swagger-ui.css': () => join(packageFolder('swagger-ui-dist'), 'swagger-ui.css'),
  'swagger-ui.js': () => join(packageFolder('swagger-ui-dist'), 'swagger-ui-bundle.js'),
  'redoc.js': () => join(packageFolder('redoc'), 'bundles/redoc.standalone.js'),
}

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}

/** Read afresh each time, and not kept: the browser keeps them, and the large ones are rarely asked for. */
export function assetRoutes() {
  return new Hono().get('/assets/:name', async (c) => {
    const name = c.req.param('name')
    const bytes = await readAsset(name)
    if (!bytes) throw noSuchPath()
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    c.header('ETag', etag)
    c.header('Cache-Control', 'public, max-age=300, must-revalidate')
    // compressed on the way, it comes back as a weak one
    if (c.req.header('if-none-match')?.replace(/^W\//, '') === etag) return c.body(null, 304)
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': types[name.split('.').at(-1)!]! })
  })
}

async function readAsset(name: string): Promise<Uint8Array | undefined> {
  if (name === 'folio.css') return readStyles()
  if (Object.hasOwn(fromPackages, name)) return readFile(fromPackages[name]!())
  return (await listFiles(own)).includes(name) ? readFile(join(own, name)) : undefined
}

/** One sheet of many files, in the order of their names. */
async function readStyles() {
  const names = (await listFiles(join(own, 'styles'))).sort()
  return Buffer.concat(await Promise.all(names.map((name) => readFile(join(own, 'styles', name)))))
}

async function listFiles(folder: string) {
  const entries = await readdir(folder, { withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}
