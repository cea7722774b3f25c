import { afterAll, beforeAll, expect, test } from 'bun:test'
import { saying } from '../testing/documents.ts'
import { openWorld, type World } from '../testing/world.ts'

let world: World
let document: Document
interface Document {
  openapi: string
  paths: Record<
    string,
    Record<
      string,
      {
        requestBody?: { content: Record<string, { example?: unknown; examples?: unknown }> }
        responses: Record<string, unknown>
        security?: unknown[]
        parameters?: { name: string }[]
      }
    >
  >
  components: { schemas: Record<string, unknown> }
}
beforeAll(async () => {
  world = await openWorld()
  document = await (await world.request('/openapi.json', { as: null })).json()
})
afterAll(() => world.close())

test('names every endpoint that is promised', () => {
  const promised = {
    '/api/invoices/ocr': ['post'],
    '/api/invoices/': ['get'],
    '/api/invoices/{id}': ['get', 'delete'],
    '/api/invoices/{id}/preview': ['patch'],
    '/api/invoices/{id}/confirm': ['post'],
    '/api/invoices/{id}/reject': ['post'],
    '/api/invoices/{id}/retry': ['post'],
    '/api/invoices/{id}/download': ['get'],
    '/api/invoices/{id}/pages/{n}.webp': ['get'],
    '/api/invoices/{id}/log': ['get'],
    '/api/invoices/status-summary/': ['get'],
    '/api/invoices/data': ['get'],
    '/api/invoices/bulk': ['post'],
    '/facturas/': ['get', 'post'],
    '/facturas/lotes': ['get'],
    '/facturas/lotes/{id}': ['get'],
    '/api/exports': ['get', 'post'],
    '/api/exports/docuware': ['get'],
    '/api/exports/docuware/{cabinet}/dialogs': ['get'],
    '/api/exports/{id}': ['get'],
    '/api/exports/{id}/cancel': ['post'],
    '/api/exports/{id}/repeat': ['post'],
    '/api/exports/{id}/download': ['get'],
    '/api/exports/schedules': ['get', 'post'],
    '/api/exports/schedules/{id}': ['delete'],
    '/api/v4/account': ['get'],
    '/api/v4/account/ledger': ['get'],
    '/ws': ['get'],
    '/healthz': ['get'],
    '/readyz': ['get'],
    '/metrics': ['get'],
  }
  expect(document.openapi).toBe('3.1.0')
  for (const [path, methods] of Object.entries(promised))
    expect([path, Object.keys(document.paths[path] ?? {}).sort()]).toEqual([path, methods.sort()])
})

test('refers to nothing that is not there', () => {
  const text = JSON.stringify(document)
  for (const [, name] of text.matchAll(/"#\/components\/schemas\/(\w+)"/g))
    expect(Object.keys(document.components.schemas)).toContain(name!)
  expect(text).not.toContain('#/$defs')
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Invoice', 'Problem', 'UploadReceipt']),
  )
})

test('every parameter in a path is described', () => {
  for (const [path, methods] of Object.entries(document.paths))
    for (const operation of Object.values(methods)) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
      expect((operation.parameters ?? []).map((each) => each.name)).toEqual(expect.arrayContaining(inPath))
    }
})

test('every JSON body has an example', () => {
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { requestBody }] of Object.entries(methods)) {
      const json = requestBody?.content['application/json']
      if (json)
        expect([method, path, json.example ?? json.examples]).toEqual([method, path, expect.any(Object)])
    }
})

test('what is answered is what is documented', async () => {
  await world.work()
  const { id } = await world.receive(saying({}))
  await world.reaches(id, 'waiting_validation')
  const answers: [string, string, unknown?][] = [
    ['get', '/api/invoices/'],
    ['get', '/api/invoices/{id}'],
    ['patch', '/api/invoices/{id}/preview', { total: 1 }],
    ['post', '/api/invoices/{id}/confirm', {}],
    ['post', '/api/invoices/{id}/confirm', {}],
    ['post', '/api/invoices/{id}/retry'],
    ['get', '/api/invoices/{id}/log'],
    ['get', '/api/invoices/status-summary/'],
    ['get', '/api/invoices/data'],
    ['post', '/api/invoices/bulk', { action: 'retry', ids: [1] }],
    ['get', '/api/v4/account'],
    ['get', '/api/v4/account/ledger'],
    ['get', '/healthz'],
    ['get', '/readyz'],
    ['get', '/metrics'],
  ]
  for (const [method, path, json] of answers) {
    const answer = await world.request(path.replace('{id}', String(id)), {
      method: method.toUpperCase(),
      json,
    })
    expect([path, Object.keys(document.paths[path]![method]!.responses)]).toEqual([
      path,
      expect.arrayContaining([String(answer.status)]),
    ])
  }
})

test('a failure has the form that belongs to its path, and what is open to everybody needs no credential', async () => {
  const formOf = (text: string) => {
    const { error, success, code } = JSON.parse(text)
    if (code) return 'Problem'
    return success === false && 'session_id' in JSON.parse(text) ? 'GuidedAnswer' : error && 'OneShotFailure'
  }
  for (const [path, methods] of Object.entries(document.paths))
    for (const [method, { responses, security }] of Object.entries(methods)) {
      const answer = await world.request(path.replaceAll(/\{\w+\}/g, '1'), {
        method: method.toUpperCase(),
        as: null,
      })
      const here = [method, path]
      expect([...here, security]).toEqual([...here, answer.status === 401 ? undefined : []])
      expect([...here, '401' in responses, '403' in responses]).toEqual([
        ...here,
        ...Array(2).fill(answer.status === 401),
      ])
      if (answer.status === 401)
        expect([...here, JSON.stringify(responses[401])]).toEqual([
          ...here,
          expect.stringContaining(`"#/components/schemas/${formOf(await answer.text())}"`),
        ])
    }
})

test('both viewers are served from here', async () => {
  for (const path of ['/docs', '/redoc']) {
    const page = await world.request(path, { as: null })
    const html = await page.text()
    expect(page.status).toBe(200)
    expect(html).not.toMatch(/https?:\/\//)
    for (const [, asset] of html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g))
      expect((await world.request(asset!, { as: null })).status).toBe(200)
  }
})
