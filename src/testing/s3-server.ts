import { createHash, createHmac, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
// @ts-expect-error: it comes without types
import S3rver from 's3rver'

const bucket = 'folio-test'
const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' }

type Failure = { status: number; body?: string } | 'silence'
type Fault = (request: { method: string; key: string }) => Failure | undefined

/**
 * An S3-compatible server on a private port. s3rver answers before an object is stored, shows half of it until
 * then, checks no signatures and takes the range 0-0 for everything; what is put around it here does as the real
 * ones do, and fails on request.
 */
export async function startS3Server() {
  const directory = await mkdtemp(join(tmpdir(), 'folio-s3-'))
  const configureBuckets = [{ name: bucket, configs: [] }]
  const s3rver = new S3rver({ port: 0, address: '127.0.0.1', silent: true, directory, configureBuckets })
  const behind: AddressInfo = await s3rver.run()
  let fault: Fault = () => undefined
  s3rver.store.putObject = putWhole
  const front = createServer((request, response) => {
    answer(request, response, behind.port, (asked) => fault(asked)).catch(() => request.destroy())
  })
  const listen = (port: number) =>
    new Promise<number>((resolve) =>
      front.listen(port, '127.0.0.1', () => resolve((front.address() as AddressInfo).port)),
    )
  const hangUp = () =>
    new Promise<void>((resolve) => {
      front.close(() => resolve())
      front.closeAllConnections()
    })
  const port = await listen(0)

  return {
    settings: { bucket, endpoint: `http://127.0.0.1:${port}`, credentials },
    /** Lets requests fail, or hang, until it is called again without a fault. */
    failWith(next: Fault = () => undefined) {
      fault = next
    },
    goDown: hangUp,
    comeBack: () => listen(port),
    async stop() {
      await hangUp()
      await s3rver.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

interface Stored {
  bucket: string
  key: string
  content: Readable
  metadata: object
}

async function putWhole(
  this: {
    getResourcePath(bucket: string, key: string, kind: string): string
    putMetadata(bucket: string, key: string, metadata: object, md5: string): Promise<void>
  },
  { bucket, key, content, metadata }: Stored,
) {
  const path = this.getResourcePath(bucket, key, 'object')
  const bytes = await buffer(content)
  const md5 = createHash('md5').update(bytes).digest('hex')
  await mkdir(dirname(path), { recursive: true })
  const beside = `${path}.${randomUUID()}`
  await writeFile(beside, bytes)
  await rename(beside, path)
  await this.putMetadata(bucket, key, metadata, md5)
  return { size: bytes.length, md5 }
}

async function answer(request: IncomingMessage, response: ServerResponse, port: number, fault: Fault) {
  const { method = 'GET', url = '/', headers } = request
  const { host = '', range } = headers
  const body = await buffer(request)
  if (headers['content-length'] && Number(headers['content-length']) !== body.length) return

  const { pathname, searchParams } = new URL(url, `http://${host}`)
  const failure = fault({ method, key: decodeURIComponent(pathname.slice(bucket.length + 2)) })
  if (failure === 'silence') return
  if (failure) return response.writeHead(failure.status).end(failure.body)
  if (searchParams.get('X-Amz-Signature') !== signatureOf(method, pathname, searchParams, host))
    return response.writeHead(403).end('<Error><Code>SignatureDoesNotMatch</Code></Error>')

  const stored = await fetch(`http://127.0.0.1:${port}${url}`, {
    method,
    headers: { host, ...(range && { range }) },
    ...(method === 'PUT' && { body }),
  })
  const bytes = await stored.bytes()
  const sent = range === 'bytes=0-0' ? bytes.subarray(0, 1) : bytes
  const length = method === 'HEAD' ? stored.headers.get('content-length') : sent.length
  response.writeHead(stored.status, { ...Object.fromEntries(stored.headers), 'content-length': length ?? 0 })
  response.end(method === 'HEAD' ? undefined : sent)
}

/** AWS signature version 4 of a presigned address, written from its description. */
function signatureOf(method: string, path: string, query: URLSearchParams, host: string) {
  const sign = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const escaped = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
  const signed = [...query].filter(([name]) => name !== 'X-Amz-Signature')
  const sorted = signed.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).sort()
  const canonical = [method, path, sorted.join('&'), `host:${host}\n`, 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const [, ...scope] = (query.get('X-Amz-Credential') ?? '').split('/')
  const hash = createHash('sha256').update(canonical).digest('hex')
  const text = ['AWS4-HMAC-SHA256', query.get('X-Amz-Date'), scope.join('/'), hash].join('\n')
  const key = scope.reduce<string | Buffer>(sign, `AWS4${credentials.secretAccessKey}`)
  return sign(key, text).toString('hex')
}
