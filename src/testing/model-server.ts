import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the server does with one request: an answer's content, or a way to fail. */
export type ModelReply =
  | { content: unknown; finish?: 'stop' | 'length'; afterMs?: number }
  | { refusal: string }
  | { status: number; message?: string; headers?: Record<string, string> }
  | { raw: string }
  /** The connection ends in the middle of the answer. */
  | { cut: string }
  | 'silence'
  | 'disconnect'
  | ((request: ModelRequest) => ModelReply)

type Content = string | { type: string; text?: string; image_url?: { url: string } }[]

export interface ModelRequest {
  path: string
  authorization: string | undefined
  body: {
    model?: string
    messages?: { role: string; content: Content }[]
    response_format?: { type: string; json_schema?: { schema: { properties: Record<string, unknown> } } }
    max_tokens?: number
    max_completion_tokens?: number
    temperature?: number
  }
  /** The pictures that came along, as data URLs. */
  pictures: string[]
}

export interface ModelServer {
  url: string
  /** The questions; who asked for the models is not among them. */
  requests: ModelRequest[]
  stop(): Promise<void>
}

/** A server on this machine that speaks OpenAI's chat completions: the replies in order, the last one for good. */
export async function startModelServer(...replies: ModelReply[]): Promise<ModelServer> {
  const requests: ModelRequest[] = []
  const server = createServer(async (request, response) => {
    const path = request.url ?? ''
    const text = await textOf(request)
    if (path === '/v1/models') return send(response, 200, { object: 'list', data: [] })
    const body: ModelRequest['body'] = text ? JSON.parse(text) : {}
    requests.push({ path, authorization: request.headers.authorization, body, pictures: picturesIn(body) })
    await reply(response, requests.at(-1)!, replies[Math.min(requests.length, replies.length) - 1])
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

/** The text of a question, whether or not pictures came along. */
export function textIn({ body }: ModelRequest, role: 'system' | 'user'): string {
  const content = body.messages?.find((message) => message.role === role)?.content ?? ''
  return typeof content === 'string' ? content : content.map(({ text }) => text ?? '').join('')
}

const picturesIn = ({ messages = [] }: ModelRequest['body']) =>
  messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content.flatMap(({ image_url }) => image_url?.url ?? []),
  )

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

function send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}) {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

async function reply(response: ServerResponse, request: ModelRequest, what: ModelReply = { status: 404 }) {
  if (typeof what === 'function') return reply(response, request, what(request))
  if (what === 'silence') return
  if (what === 'disconnect') return response.destroy()
  if ('status' in what) {
    const error = { message: what.message ?? 'no' }
    return send(response, what.status, { error }, what.headers)
  }
  if ('raw' in what) return send(response, 200, what.raw)
  if ('cut' in what) {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '5000' })
    return response.write(what.cut, () => response.destroy())
  }
  if ('content' in what && what.afterMs) await new Promise((resolve) => setTimeout(resolve, what.afterMs))
  send(response, 200, completionOf(what))
}

function completionOf(what: { content: unknown; finish?: string } | { refusal: string }) {
  const isRefusal = 'refusal' in what
  return {
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
    usage: { prompt_tokens: 900, completion_tokens: 80, total_tokens: 980 },
  }
}
