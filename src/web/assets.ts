import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Hono } from 'hono'
import { noSuchPath } from './answer-error.tsx'

const own = join(import.meta.dirname, '../../views/assets')
const packageFolder = (name: string) =>
  dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))

/** Everything a page loads comes from here: the listed files, and no others. */
const places: Record<string, () => string> = {
  'folio.css': () => join(own, 'folio.css'),
  'folio.js': () => join(own, 'folio.js'),
  'docs.js': () => join(own, 'docs.js'),
  'icon.svg': () => join(own, 'icon.svg'),
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
    const place = Object.hasOwn(places, name) ? places[name] : undefined
    if (!place) throw noSuchPath()
    const bytes = await readFile(place())
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    c.header('ETag', etag)
    c.header('Cache-Control', 'public, max-age=300, must-revalidate')
    if (c.req.header('if-none-match') === etag) return c.body(null, 304)
    return c.body(new Uint8Array(bytes), 200, { 'Content-Type': types[name.split('.').at(-1)!]! })
  })
}
