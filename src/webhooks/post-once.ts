import { type IncomingMessage, request as requestPlain } from 'node:http'
import { request as requestOverTls } from 'node:https'
import { isIP } from 'node:net'
import { bounds } from '../config.ts'

interface Call {
  url: URL
  /** Where the connection goes, whatever the name means by now. */
  address: string
  headers: Record<string, string>
  body: string
  signal: AbortSignal
}

export interface Answer {
  status: number
  retryAfter?: string
  /** The beginning of the body. */
  text: string
}

/** One POST to one address: no redirect, no proxy, no connection kept, and of the answer no more than its beginning. */
export function postOnce({ url, address, headers, body, signal }: Call): Promise<Answer> {
  const isSecure = url.protocol === 'https:'
  const name = url.hostname.replace(/^\[|\]$/g, '')
  const { promise, resolve, reject } = Promise.withResolvers<Answer>()
  const request = (isSecure ? requestOverTls : requestPlain)(
    {
      method: 'POST',
      host: address,
      port: url.port || (isSecure ? 443 : 80),
      path: url.pathname + url.search,
      headers: { ...headers, Host: url.host, 'Content-Length': Buffer.byteLength(body) },
      agent: false,
      signal,
      // the certificate must be for the name, not for the address
      ...(isSecure && !isIP(name) && { servername: name }),
    },
    (response) =>
      void beginningOf(response).then(
        (text) =>
          resolve({ status: response.statusCode ?? 0, retryAfter: response.headers['retry-after'], text }),
        reject,
      ),
  )
  request.on('error', reject)
  request.end(body)
  return promise
}

async function beginningOf(response: IncomingMessage) {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes >= bounds.webhookAnswerBytes) break
  }
  response.destroy()
  return Buffer.concat(chunks).subarray(0, bounds.webhookAnswerBytes).toString('utf8')
}
