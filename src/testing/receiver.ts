import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Call {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

/** A program elsewhere that is called: it remembers every call, and answers as it is told. */
export async function startReceiver(answer: (call: Call, nth: number) => Answer = () => ({ status: 204 })) {
  const calls: Call[] = []
  let told = Promise.withResolvers<void>()
  const listener: RequestListener = async (request, response) => {
    const call = { path: request.url ?? '', headers: request.headers, body: await text(request) }
    const { status, headers, body, isSilent } = answer(call, calls.push(call))
    told.resolve()
    told = Promise.withResolvers()
    if (!isSilent) response.writeHead(status, { ...headers }).end(body)
  }
  const server = createServer(listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    calls,
    port,
    url: `http://127.0.0.1:${port}/hook`,
    async until(count: number) {
      while (calls.length < count) await told.promise
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

interface Answer {
  status: number
  headers?: Record<string, string | undefined>
  body?: string
  isSilent?: boolean
}
