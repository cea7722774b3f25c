import { Hono } from 'hono'
import { upgradeWebSocket } from 'hono/bun'
import type { WSContext } from 'hono/ws'
import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Language } from '../language.ts'
import type { Log } from '../log.ts'
import { languageFor, type SignedIn } from '../web/context.ts'
import { type Event, eventJson, type Feed, mayHear } from './feed.ts'

/** Turns events into the HTML that a page swaps in; empty where the page shows nothing of them. */
export type RenderEvents = (
  events: Event[],
  viewer: { account: Account; language: Language },
) => Promise<string>

export interface Sockets {
  routes: Hono<SignedIn>
  /** Closes all with 1012, on which clients come back: the server restarts. */
  close(): void
}

/** `/ws`: every event as JSON, or with `?as=html` what pages swap in. `?since=` replays what was missed. */
export function createSockets(feed: Feed, render: RenderEvents, log: Log): Sockets {
  const open = new Map<WSContext, number>()
  const routes = new Hono<SignedIn>()
  routes.get(
    '/ws',
    async (c, next) => {
      if (c.req.header('upgrade')?.toLowerCase() !== 'websocket') throw upgradeNeeded()
      const mine = [...open.values()].filter((id) => id === c.var.account.id).length
      if (mine >= bounds.socketsPerAccount) throw tooMany()
      await next()
    },
    upgradeWebSocket((c) => {
      const account = c.get('account') as Account
      const listener = keepTrusting(account, c.get('again') as () => Promise<Account>)
      const language = languageFor(c)
      const asHtml = c.req.query('as') === 'html'
      const send = async (socket: WSContext, events: Event[]) => {
        const viewer = { account: await listener(), language }
        const heard = events.filter((event) => mayHear(viewer.account, event))
        if (!heard.length) return
        if (!asHtml) for (const event of heard) socket.send(JSON.stringify(eventJson(event)))
        else {
          const html = await render(heard, viewer)
          if (html) socket.send(html)
        }
      }
      let unsubscribe = () => {}
      return {
        async onOpen(_, socket) {
          open.set(socket, account.id)
          try {
            unsubscribe = await replayThenFollow(feed, sinceAsked(c.req.query('since')), (events) =>
              send(socket, events).catch((error) => {
                if (!isSignedOut(error)) throw error
                unsubscribe()
                socket.close(1008, 'signed out')
              }),
            )
          } catch (error) {
            log.warn('socket', { error })
            socket.close(1011)
          }
        },
        onClose(_, socket) {
          open.delete(socket)
          unsubscribe()
        },
      }
    }),
  )
  return {
    routes,
    close() {
      for (const socket of open.keys()) socket.close(1012, 'restarting')
    },
  }
}

/** Who listens, looked up again after a while: they may be signed out by now, or have another role. */
function keepTrusting(account: Account, again: () => Promise<Account>) {
  let known = { account, at: Date.now() }
  return async () => {
    if (Date.now() - known.at > bounds.socketTrustMs) known = { account: await again(), at: Date.now() }
    return known.account
  }
}

const isSignedOut = (error: unknown) =>
  error instanceof AppError && (error.kind === 'unauthenticated' || error.kind === 'forbidden')

/** What was missed first, then what happens, without a gap and without saying anything twice. */
async function replayThenFollow(
  feed: Feed,
  since: number | undefined,
  send: (events: Event[]) => Promise<void>,
) {
  let last = since ?? feed.lastId()
  let queue = Promise.resolve()
  const told = async (events: Event[]) => {
    const fresh = events.filter(({ id }) => id > last)
    last = fresh.at(-1)?.id ?? last
    if (fresh.length) await send(fresh)
  }
  if (since !== undefined)
    for (let missed = await feed.since(last); missed.length; missed = await feed.since(last))
      await told(missed)
  const pending: Event[] = []
  const unsubscribe = feed.subscribe((events) => {
    pending.push(...events)
    // what comes while something is drawn is drawn together afterwards
    queue = queue.then(() => told(pending.splice(0))).catch(() => {})
  })
  // what was committed between the last read and the subscription
  queue = queue.then(async () => {
    for (let missed = await feed.since(last); missed.length; missed = await feed.since(last))
      await told(missed)
  })
  await queue
  return unsubscribe
}

const sinceAsked = (since: string | undefined) =>
  since && /^\d{1,15}$/.test(since) ? Number(since) : undefined

const upgradeNeeded = () =>
  new AppError(
    'malformed',
    {
      es: 'Esta dirección es para WebSockets.',
      en: 'This address is for WebSockets.',
    },
    { code: 'UPGRADE_NEEDED' },
  )

const tooMany = () =>
  new AppError('too-many', {
    es: 'Esta cuenta tiene demasiadas conexiones abiertas.',
    en: 'This account has too many open connections.',
  })
