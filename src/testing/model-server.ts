import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request: an answer's content, or a way to fail. */
export type ModelReply =
  | { content: string; finish?: 'stop' | 'length' }
  | { refusal: string }
  | { status: number; headers?: Record<string, string> }
  | { raw: string }
  | 'silence'
  | 'disconnect'

export interface ModelRequest {
  path: string
  authorization: string | undefined
  body: {
    model?: string
    messages?: { role: string; content: string }[]
    response_format?: unknown
    max_tokens?: number
  }
}

export interface ModelServer {
  url: string
  requests: ModelRequest[]
  stop(): Promise<void>
}

/** A server on this machine that speaks OpenAI's chat completions: the replies in order, the last one for good. */
export async function startModelServer(...replies: ModelReply[]): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  let answered = 0
  const server = createServer(async (request, response) => {
    const text = await textOf(request)
    requests.push({
      path: request.url ?? '',
      authorization: request.headers.authorization,
      body: text ? JSON.parse(text) : {},
    })
    if (request.url === '/v1/models') return send(response, 200, { object: 'list', data: [] })
    reply(response, replies[Math.min(answered++, replies.length - 1)] ?? { status: 404 })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        server.closeAllConnections()
      }),
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

function reply(response: ServerResponse, what: ModelReply) {
  if (what === 'silence') return
  if (what === 'disconnect') return response.destroy()
  if ('status' in what) return send(response, what.status, { error: { message: 'no' } }, what.headers)
  if ('raw' in what) return send(response, 200, what.raw)
  const isRefusal = 'refusal' in what
  send(response, 200, {
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 0,
    model: 'fake',
    choices: [
      {
        index: 0,
        finish_reason: (!isRefusal && what.finish) || 'stop',
        message: {
          role: 'assistant',
          content: isRefusal ? null : what.content,
          refusal: isRefusal ? what.refusal : null,
        },
      },
    ],
    usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
  })
}
