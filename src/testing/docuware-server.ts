import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import {
  cabinetId,
  cabinetPath,
  described,
  downloaded,
  matches,
  platform,
  type StoredDocument,
  sectionsOf,
} from './docuware-documents.ts'

export type Fault = { status: number; headers?: Record<string, string> } | 'cut' | 'slow' | 'hold' | 'hang-up'

interface Options {
  documents: StoredDocument[]
  /** Older than the identity service: one signs in for a cookie. */
  byCookie?: boolean
  /** A token is good for so many requests. */
  requestsAToken?: number
  /** What goes wrong with a request, asked each time. */
  fault?: (path: string, times: number) => Fault | undefined
  /** What a page calls its next one, if not by its own address. */
  nextLink?: (href: string) => string
  identity?: string
}

export type DocuWareServer = Awaited<ReturnType<typeof startDocuWare>>

const user = { name: 'exportador', password: 'clave secreta & larga', organisation: 'Olmo' }
const organisationId = '1'
const dialogId = 'd1d1d1d1-0000-4000-8000-000000000001'

/**
 * Speaks DocuWare's Platform protocol over real HTTP, as strictly as its documentation says: who is not signed in hears 401,
 * what is asked wrongly is refused, a search is paged by links. What is to go wrong is told request by request.
 */
export async function startDocuWare(options: Options) {
  const state = { ...options }
  const sessions = new Map<string, number>()
  const asked = new Map<string, number>()
  const heard: string[] = []
  let [signIns, busy, mostBusy] = [0, 0, 0]
  const holding = Promise.withResolvers<void>()
  let idle = Promise.withResolvers<void>()

  const server = createServer((request, response) => {
    busy++
    mostBusy = Math.max(mostBusy, busy)
    response.on('close', () => {
      if (--busy === 0) idle.resolve()
    })
    answer(request, response).catch(() => response.destroy())
  })

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '/', 'http://docuware')
    const body = await text(request)
    const times = (asked.get(url.pathname) ?? 0) + 1
    asked.set(url.pathname, times)
    heard.push(`${request.method} ${url.pathname}${url.search}`)
    const fault = state.fault?.(url.pathname, times)
    if (fault === 'hang-up') return request.socket.destroy()
    if (fault === 'hold') return holding.resolve()
    if (typeof fault === 'object') return void response.writeHead(fault.status, fault.headers).end('busy')
    const signing = signInAnswer(url.pathname, request, body)
    const made = signing ?? (isSignedIn(request) ? route(url, request.method ?? '', body) : { status: 401 })
    const { status = 200, json, bytes, headers } = made as Made
    const content = bytes ?? Buffer.from(json === undefined ? '' : JSON.stringify(json))
    response.writeHead(status, {
      'Content-Type': 'application/json',
      'Content-Length': String(content.length),
      ...headers,
    })
    if (fault === 'cut')
      return response.write(content.subarray(0, content.length / 2), () => request.socket.destroy())
    if (fault === 'slow')
      for (let at = 0; at < content.length; at += 1_000) {
        response.write(content.subarray(at, at + 1_000))
        await pause(20)
      }
    response.end(fault === 'slow' ? undefined : content)
  }

  interface Made {
    status?: number
    json?: unknown
    bytes?: Uint8Array
    headers?: Record<string, string>
  }

  function isSignedIn({ headers }: IncomingMessage) {
    const said = state.byCookie ? headers.cookie : headers.authorization?.replace(/^Bearer /, '')
    const left = sessions.get(said ?? '') ?? 0
    sessions.set(said ?? '', left - 1)
    return left > 0
  }

  function signInAnswer(path: string, { method, headers }: IncomingMessage, body: string): Made | undefined {
    const form = new URLSearchParams(body)
    const isForm = headers['content-type']?.startsWith('application/x-www-form-urlencoded')
    const begin = () => {
      const secret = randomBytes(12).toString('hex')
      signIns++
      return secret
    }
    if (path === `${platform}/Home/IdentityServiceInfo`)
      return state.byCookie
        ? { status: 404 }
        : { json: { IdentityServiceUrl: state.identity ?? '/DocuWare/Identity' } }
    if (path === '/DocuWare/Identity/.well-known/openid-configuration')
      return { json: { token_endpoint: `${address()}/DocuWare/Identity/connect/token` } }
    if (path === '/DocuWare/Identity/connect/token' && method === 'POST') {
      const grants = form.get('grant_type') === 'password' && form.get('scope') === 'docuware.platform'
      const isUser = form.get('username') === user.name && form.get('password') === user.password
      if (!isForm || !grants || !isUser || form.get('client_id') !== 'docuware.platform.net.client')
        return { status: 400, json: { error: 'invalid_grant' } }
      const secret = begin()
      sessions.set(secret, state.requestsAToken ?? Number.POSITIVE_INFINITY)
      return { json: { access_token: secret, token_type: 'Bearer', expires_in: 3600 } }
    }
    if (path === `${platform}/Account/Logon` && method === 'POST' && state.byCookie) {
      const isUser = form.get('UserName') === user.name && form.get('Password') === user.password
      if (!isForm || !isUser || form.get('Organization') !== user.organisation) return { status: 401 }
      const cookie = `.DWPLATFORMAUTH=${begin()}`
      sessions.set(cookie, state.requestsAToken ?? Number.POSITIVE_INFINITY)
      return { json: {}, headers: { 'Set-Cookie': `${cookie}; path=/; HttpOnly` } }
    }
    return undefined
  }

  function route(url: URL, method: string, body: string): Made {
    const { pathname: path, searchParams: query } = url
    if (path === `${platform}/Organizations`)
      return { json: { Organization: [{ Id: organisationId, Name: user.organisation, Links: [] }] } }
    if (path === `${platform}/FileCabinets` && query.get('orgid') === organisationId)
      return {
        json: {
          FileCabinet: [
            { Id: 'b_1', Name: 'Bandeja', IsBasket: true },
            { Id: cabinetId, Name: 'Facturas', IsBasket: false, Color: 'Blue' },
          ],
        },
      }
    if (path === `${cabinetPath}/Dialogs`)
      return {
        json: {
          Dialog: [
            { $type: 'DialogInfo', Id: dialogId, DisplayName: 'Todo', Type: 'Search', IsDefault: true },
          ],
        },
      }
    if (path === `${cabinetPath}/Query/DialogExpression`) return searched(query, method, body)
    const [, documentId, download] = /\/Documents\/(\d+)(\/FileDownload)?$/.exec(path) ?? []
    const document = state.documents.find(({ id }) => String(id) === documentId)
    if (document)
      return download
        ? downloaded(document, query)
        : { json: { ...described(document), Sections: sectionsOf(document) } }
    const [, sectionId] = /\/Sections\/(\d+-\d+)\/Data$/.exec(path) ?? []
    const [ofDocument, n] = sectionId?.split('-') ?? []
    const section = state.documents.find(({ id }) => String(id) === ofDocument)?.sections[Number(n)]
    return section
      ? { bytes: section.bytes, headers: { 'Content-Type': section.type } }
      : { status: 404, json: { Message: 'Not found' } }
  }

  function searched(query: URLSearchParams, method: string, body: string): Made {
    if (query.get('dialogId') !== dialogId) return { status: 400 }
    const q = method === 'POST' ? body : Buffer.from(query.get('q') ?? '', 'base64url').toString()
    const { Condition, Operation } = JSON.parse(q) as {
      Condition: { DBName: string; Value: string[] }[]
      Operation: string
    }
    if (Operation !== 'And') return { status: 400 }
    const found = state.documents.filter(({ fields }) =>
      Condition.every(({ DBName, Value }) => matches(fields[DBName], Value)),
    )
    const [start, count] = [Number(query.get('start') ?? 0), Number(query.get('count') ?? 100)]
    const further = new URLSearchParams({
      dialogId,
      start: String(start + count),
      count: String(count),
      q: Buffer.from(q).toString('base64url'),
    })
    const href = `${cabinetPath}/Query/DialogExpression?${further}`
    const hasMore = start + count < found.length
    return {
      json: {
        Count: { HasMore: hasMore, Value: found.length },
        Items: found.slice(start, start + count).map(described),
        Links: hasMore ? [{ rel: 'next', href: state.nextLink?.(href) ?? href }] : [],
      },
    }
  }

  const address = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: address(),
    settings: {
      DOCUWARE_URL: address(),
      DOCUWARE_USER: user.name,
      DOCUWARE_PASSWORD: user.password,
      DOCUWARE_ORG: user.organisation,
    },
    /** To be changed while it runs. */
    state,
    heard,
    get signIns() {
      return signIns
    },
    get mostBusy() {
      return mostBusy
    },
    /** Somebody waits for an answer that does not come. */
    holds: holding.promise,
    /** The next time that nobody waits for an answer. */
    idle() {
      idle = Promise.withResolvers()
      return idle.promise
    },
    timesAsked: (path: RegExp) => heard.filter((each) => path.test(each)).length,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
