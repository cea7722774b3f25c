import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { bounds } from '../config.ts'
import { createDiskFiles } from '../files/disk.ts'
import type { Files } from '../files/files.ts'
import { type ReceivedFile, readUploads } from './read-multipart.ts'

let root: string
let files: Files

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'folio-multipart-'))
  files = await createDiskFiles(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))

const limits = { maxFiles: 500, maxFileBytes: bounds.uploadBytes }
const aside = () => readdir(join(root, 'incoming'))

/** Reads a whole form as a route would, and lets go of everything. */
async function receive(request: Request, options: Partial<typeof limits> = {}) {
  const received: ReceivedFile[] = []
  const { uploads, values } = readUploads(request, { files, ...limits, ...options })
  for await (const upload of uploads) received.push(upload)
  for (const { staged } of received) await staged?.discard()
  return { received, values, codes: received.map(({ failure }) => failure?.code) }
}

function formOf(entries: [string, string | File][]) {
  const form = new FormData()
  for (const [name, value] of entries) form.append(name, value)
  return new Request('http://folio/', { method: 'POST', body: form })
}

const raw = (body: BodyInit, contentType = 'multipart/form-data; boundary=B') =>
  new Request('http://folio/', { method: 'POST', body, headers: { 'content-type': contentType } })

const part = (disposition: string, content: string) =>
  `--B\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`

function streamOf(pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  const iterator = Symbol.iterator in pieces ? pieces[Symbol.iterator]() : pieces[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

const kindOf = async (request: Request) => {
  const outcome = await receive(request).catch((error) => error)
  return outcome.code ?? outcome
}

test('every file under the three names is staged with its hash, in order, beside the plain fields', async () => {
  const { received, values } = await receive(
    formOf([
      ['files', new File(['one'], 'uno.pdf', { type: 'application/pdf' })],
      ['mode', '2'],
      ['avatar', new File(['not wanted'], 'me.png')],
      ['image', new File(['two'], 'dos.jpg', { type: 'image/jpeg' })],
      ['file', new File(['three'], 'tres.xml')],
      ['mode', '1'],
    ]),
  )
  expect(received.map(({ field, filename, staged }) => [field, filename, staged?.sizeBytes])).toEqual([
    ['files', 'uno.pdf', 3],
    ['image', 'dos.jpg', 3],
    ['file', 'tres.xml', 5],
  ])
  expect(received[0]?.declaredType).toBe('application/pdf')
  expect(received[0]?.staged?.sha256).toBe(new Bun.CryptoHasher('sha256').update('one').digest('hex'))
  expect(Buffer.from(received[1]!.staged!.head).toString()).toBe('two')
  expect([...values]).toEqual([['mode', '2']])
  expect(await aside()).toEqual([])
})

test('a file over the limit is refused and drained, and the others are not', async () => {
  const { received, codes } = await receive(
    formOf([
      ['files', new File(['a'], 'a.pdf')],
      ['files', new File([new Uint8Array(3_000_000)], 'big.pdf')],
      ['files', new File([''], 'empty.pdf')],
      ['files', new File([new Uint8Array(1_000_000)], 'exactly.pdf')],
    ]),
    { maxFileBytes: 1_000_000 },
  )
  expect(codes).toEqual([undefined, 'FILE_TOO_LARGE', 'EMPTY_FILE', undefined])
  expect(received.map(({ failure }) => failure?.kind)).toEqual([undefined, 'too-large', 'invalid', undefined])
  expect(await aside()).toEqual([])
})

test('files beyond the bound are refused one by one', async () => {
  const many = Array.from({ length: 5 }, (_, n): [string, File] => ['files', new File(['x'], `${n}.pdf`)])
  const { codes } = await receive(formOf(many), { maxFiles: 3 })
  expect(codes).toEqual([undefined, undefined, undefined, 'TOO_MANY_FILES', 'TOO_MANY_FILES'])
})

test('an endless list of parts is refused whole', async () => {
  const many = Array.from({ length: 300 }, (_, n): [string, string] => [`field-${n}`, 'x'])
  expect(await kindOf(formOf(many))).toBe('FORM_TOO_LARGE')
  expect(await kindOf(formOf([['notes', 'x'.repeat(100_000)]]))).toBe('FORM_TOO_LARGE')
})

test('the empty part of a form without a chosen file is no file', async () => {
  const { received } = await receive(raw(`${part('name="files"; filename=""', '')}--B--\r\n`))
  expect(received).toEqual([])
})

test('a name may be a path, quoted, encoded or absent', async () => {
  const { received } = await receive(
    raw(
      part('name="files"; filename="C:\\\\docs\\\\fáct\\"ura.pdf"', 'x') +
        part("name=files; filename*=UTF-8''f%C3%A1.pdf", 'x') +
        part('name="file"\r\nContent-Type: image/png', 'x') +
        '--B--\r\n',
    ),
  )
  expect(received.map(({ filename }) => filename)).toEqual(['C:\\docs\\fáct"ura.pdf', 'fá.pdf', ''])
})

test('a broken form is refused whole and leaves nothing aside', async () => {
  const whole = `${part('name="files"; filename="a.pdf"', 'aaa')}${part('name="files"; filename="b.pdf"', 'bbb')}--B--\r\n`
  for (const cut of [0, 10, 50, 75, 90, 130, whole.length - 8])
    expect(await kindOf(raw(whole.slice(0, cut)))).toMatch(/^MULTIPART_/)
  expect(await kindOf(raw('hello world'))).toBe('MULTIPART_BROKEN')
  expect(await kindOf(raw(new Uint8Array(100_000)))).toBe('MULTIPART_BROKEN')
  expect(await aside()).toEqual([])
})

test('what is not a multipart form is refused as such', async () => {
  expect(await kindOf(raw('{}', 'application/json'))).toBe('MULTIPART_EXPECTED')
  expect(await kindOf(raw('x', 'multipart/form-data'))).toBe('MULTIPART_EXPECTED')
  expect(await kindOf(raw('x', 'multipart/form-data; boundary='))).toMatch(/^MULTIPART_/)
  expect(await kindOf(raw('x', 'multipart/mixed; boundary=B'))).toBe('MULTIPART_EXPECTED')
  expect(await kindOf(new Request('http://folio/', { method: 'POST' }))).toBe('MULTIPART_EXPECTED')
})

test('a form with nothing in it is sound and has no files', async () => {
  expect((await receive(raw('--B--\r\n'))).received).toEqual([])
})

test('parts cut at any byte read the same', async () => {
  const text = Buffer.from(
    `${part('name="files"; filename="a.pdf"', 'one\r\n--not-B\r\n')}${part('name="mode"', 'ñ')}--B--\r\n`,
  )
  for (const size of [1, 2, 3, 7, 64]) {
    const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, n) =>
      text.subarray(n * size, n * size + size),
    )
    const { received, values } = await receive(raw(streamOf(pieces)))
    expect(received.map(({ staged }) => Buffer.from(staged!.head).toString())).toEqual(['one\r\n--not-B\r\n'])
    expect(values.get('mode')).toBe('ñ')
  }
})

test('leaving after the first file lets go of the rest and keeps that one', async () => {
  const { uploads } = readUploads(
    formOf([
      ['image', new File(['first'], 'a.jpg')],
      ['image', new File([new Uint8Array(5_000_000)], 'b.jpg')],
    ]),
    { files, ...limits },
  )
  for await (const { staged } of uploads) {
    await staged!.keep('first')
    await staged!.discard()
    break
  }
  expect(Buffer.from(await files.read('first')).toString()).toBe('first')
  expect(await aside()).toEqual([])
})

test('a client that hangs up leaves nothing aside', async () => {
  const outcome = Promise.withResolvers<string>()
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      outcome.resolve(await kindOf(request))
      return new Response()
    },
  })
  const socket = connect(server.port!, '127.0.0.1')
  socket.write(
    'POST / HTTP/1.1\r\nHost: folio\r\nContent-Length: 9000000\r\n' +
      'Content-Type: multipart/form-data; boundary=B\r\n\r\n' +
      part('name="files"; filename="whole.pdf"', 'whole') +
      part('name="files"; filename="cut.pdf"', 'x'.repeat(500_000)).slice(0, -20),
  )
  while ((await aside()).length < 2) await pause(5)
  socket.destroy()
  expect(await outcome.promise).toBe('MULTIPART_BROKEN')
  expect(await aside()).toEqual([])
  await server.stop(true)
})

test('half a gigabyte of uploads passes through with flat memory', async () => {
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    maxRequestBodySize: bounds.requestBytes,
    fetch: async (request) => Response.json((await receive(request)).codes),
  })
  const chunk = new Uint8Array(64 * 1024).fill(7)
  async function* body() {
    for (let n = 0; n < 10; n++) {
      yield Buffer.from(`--B\r\nContent-Disposition: form-data; name="files"; filename="${n}.pdf"\r\n\r\n`)
      for (let sent = 0; sent < bounds.uploadBytes; sent += chunk.length) yield chunk
      yield Buffer.from('\r\n')
    }
    yield Buffer.from('--B--\r\n')
  }
  const send = () =>
    fetch(server.url, {
      method: 'POST',
      body: streamOf(body()),
      headers: { 'content-type': 'multipart/form-data; boundary=B' },
    })

  const before = process.memoryUsage.rss()
  let peak = before
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss())
  }, 10)
  const answers = await Promise.all(Array.from({ length: 5 }, async () => (await send()).json()))
  clearInterval(watch)
  await server.stop(true)
  expect(answers.flat()).toEqual(new Array(50).fill(null))
  expect((peak - before) / 1024 / 1024).toBeLessThan(300)
}, 60_000)
