import type { z } from 'zod'
import { bounds, type Config } from '../../config.ts'
import {
  away,
  isOfOneDocument,
  leadsElsewhere,
  notUnderstood,
  refused,
  signInRefused,
} from './docuware-faults.ts'
import { createDoor } from './polite-door.ts'
import { type Answer, type Asked, sendThrough } from './send.ts'
import { type Session, signIn } from './sign-in.ts'

export type Settings = Pick<Config, 'DOCUWARE_URL' | 'DOCUWARE_USER' | 'DOCUWARE_PASSWORD' | 'DOCUWARE_ORG'>
export type DocuWare = ReturnType<typeof createClient>

const clients = new WeakMap<object, DocuWare>()

/** One for each configuration: all exports of this process share its session, its pace and its pauses. */
export function docuWareOf(settings: Settings): DocuWare {
  const client = clients.get(settings) ?? createClient(settings, bounds.docuware.attempts)
  clients.set(settings, client)
  return client
}

/** One for somebody who waits: it signs in afresh, and does not insist. */
export const hastyDocuWare = (settings: Settings) => createClient(settings, 1)

function createClient(settings: Settings, attempts: number) {
  const platform = platformOf(settings.DOCUWARE_URL ?? '')
  const send = sendThrough(createDoor(bounds.docuware), attempts)
  let session: Promise<Session> | undefined

  /** Whoever comes while somebody signs in waits for that; what failed is tried afresh by the next. */
  async function signedIn(): Promise<Session> {
    session ??= signIn(platform, settings, send).catch(asSignInFault)
    const asked = session
    const current = await asked.catch((error) => {
      forget(asked)
      throw error
    })
    if (current.expiresAt > Date.now()) return current
    forget(asked)
    return signedIn()
  }
  const forget = (which: Promise<Session>) => {
    if (session === which) session = undefined
  }

  /** Sent as the user; a session that ended before its time is begun again, once. */
  async function ask(target: string, asked: Asked): Promise<Answer> {
    const url = withinPlatform(target, platform)
    for (let attempt = 1; ; attempt++) {
      const used = await signedIn()
      asked.signal?.throwIfAborted()
      const answer = await send(url, { ...asked, headers: { ...used.headers, ...asked.headers } })
      if (answer.status !== 401 || attempt > 1) return answer
      // another request may have begun a new one meanwhile
      const now = session
      if (now && (await now.catch(() => undefined)) === used) forget(now)
    }
  }

  return {
    platform,
    /** What is at an address, as JSON of this shape. */
    async json<T>(
      target: string,
      schema: z.ZodType<T>,
      asked: { post?: unknown; signal?: AbortSignal } = {},
    ) {
      const { post, signal } = asked
      const sent: Asked =
        post === undefined
          ? { signal }
          : {
              signal,
              method: 'POST',
              body: JSON.stringify(post),
              headers: { 'Content-Type': 'application/json' },
            }
      return understood(schema, found(await ask(target, sent)))
    },
    /** The bytes of a file. */
    async file(target: string, signal: AbortSignal) {
      const { fileBytes, fileMs } = bounds.docuware
      const headers = { Accept: '*/*' }
      return found(await ask(target, { headers, maxBytes: fileBytes, timeoutMs: fileMs, signal }))
    },
  }
}

/** Without a session nothing goes on: it is never the fault of one document. */
function asSignInFault(error: unknown): never {
  if (!isOfOneDocument(error)) throw error
  throw Number(error.extra.status ?? 0) >= 500 ? away(error) : signInRefused(error.message)
}

const found = (answer: Answer) => {
  if (answer.status !== 200) throw refused(answer.status)
  return answer
}

function understood<T>(schema: z.ZodType<T>, { bytes }: Answer): T {
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    throw notUnderstood('JSON')
  }
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw notUnderstood(parsed.error.issues[0]?.path.join('.') ?? '')
  return parsed.data
}

/** `DOCUWARE_URL` is the server, or already its Platform service. */
function platformOf(setting: string) {
  const url = new URL(setting)
  const path = url.pathname.replace(/\/+$/, '')
  url.pathname = /\/docuware\/platform$/i.test(path) ? path : `${path}/DocuWare/Platform`
  url.search = ''
  url.hash = ''
  return url
}

/** A link of the server's leads into its Platform service, or nowhere: it carries the user's session. */
function withinPlatform(target: string, platform: URL) {
  const url = URL.canParse(target, `${platform.href}/`) ? new URL(target, `${platform.href}/`) : undefined
  const below = `${platform.pathname}/`.toLowerCase()
  if (url?.origin !== platform.origin || !url.pathname.toLowerCase().startsWith(below)) throw leadsElsewhere()
  return url
}
