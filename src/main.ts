import { websocket } from 'hono/bun'
import { localAdmin } from './accounts/accounts.ts'
import { openBalances } from './accounts/credits.ts'
import { bearerSecret } from './accounts/secret.ts'
import { createApp } from './app.ts'
import { bounds, type Config } from './config.ts'
import { connect } from './db/connect.ts'
import { createDatabase } from './db/database.ts'
import { startEmbedded } from './db/embedded.ts'
import { migrate } from './db/migrate.ts'
import type { Deps } from './deps.ts'
import { StartError } from './errors.ts'
import { createExtractor } from './extraction/extractor.ts'
import { keepAnswers } from './extraction/model/keep-answers.ts'
import { modelOf } from './extraction/model/model-settings.ts'
import { openFiles } from './files/open-files.ts'
import { createHandlers, sweepNames } from './jobs.ts'
import { followEvents } from './live/feed.ts'
import { renderEvents } from './live/render-events.tsx'
import { createSockets } from './live/sockets.ts'
import { untilCaptured } from './live/until-captured.ts'
import { untilProcessed } from './live/until-processed.ts'
import type { Log } from './log.ts'
import { keptApart } from './queue/kept-apart.ts'
import { showPresence, takeUpOrphans } from './queue/presence.ts'
import { openQueue } from './queue/queue.ts'
import { createReader } from './reading/create-reader.ts'
import { findPicture } from './reading/find-picture.ts'
import { readRegion } from './reading/read-region.ts'
import { version } from './version.ts'
import { createTransact } from './work.ts'

export interface Folio {
  /** Where it answers; undefined for a process that only works. */
  address?: string
  deps: Deps
  secret: string
  /** Settles when so much of this process hangs that it should start afresh. */
  stuck: Promise<void>
  /** Takes no more, finishes or hands back what runs, and closes everything, the last opened first. */
  stop(): Promise<void>
}

/** Starts everything, in order; whatever fails takes down again what was started before it. */
export async function startFolio(config: Config, log: Log): Promise<Folio> {
  const stops: (() => unknown)[] = []
  const { promise: stuck, resolve: onStuck } = Promise.withResolvers<void>()
  const stop = async () => {
    for (const each of stops.splice(0).reverse())
      await Promise.resolve(each()).catch((error) => log.warn('stop', { error }))
  }
  try {
    const url = config.DATABASE_URL ?? (await startDatabase(config, log, stops))
    // what lasts as long as a session can't go through a pooler, and workers need little else
    const direct = config.DATABASE_DIRECT_URL ?? url
    const works = config.ROLE !== 'web'
    const through = works ? direct : url
    await prepareDatabase(direct, log)
    const client = connect(through, { max: config.DATABASE_CONNECTIONS, statementMs: bounds.statementMs })
    stops.push(() => client.end({ timeout: 2 }))
    const db = createDatabase(client)
    const files = await openFiles(config)
    const queue = await openQueue(through, log, { works })
    const deps: Deps = { config, db, files, log, transact: createTransact(db, queue) }
    const reader = createReader({
      workers: config.OCR_WORKERS,
      tessdataDir: config.TESSDATA_DIR,
      bounds,
      log,
      onStuck,
    })
    stops.push(() => reader.close())
    // before what its jobs work with
    stops.push(() => queue.stop(bounds.drainMs))
    const secret = await bearerSecret(config, deps)
    await localAdmin(db)
    await openBalances(db, config.CREDITS_INITIAL)

    const presence = await showPresence(connect(direct, { max: 1, statementMs: 0, lasting: true }), log)
    stops.push(() => presence.stop())
    if (works) {
      await takeUpOrphans(client, queue, log)
      const extractor = createExtractor({ model: modelOf(config), kept: keepAnswers(deps), log })
      const handlers = createHandlers({ ...deps, reader, extractor })
      await queue.work(keptApart(handlers, config.QUEUES, sweepNames), presence.worker)
    }
    if (config.ROLE === 'worker') return { deps, secret, stuck, stop }

    const listener = connect(direct, { max: 1, statementMs: 0 })
    stops.push(() => listener.end({ timeout: 1 }))
    const feed = await followEvents(listener, db, log)
    stops.push(() => feed.stop())
    const sockets = createSockets(feed, renderEvents(deps), log)
    const looking = { ...deps, reader }
    const app = createApp(deps, {
      secret,
      sockets,
      findPicture: findPicture.bind(null, looking),
      readRegion: readRegion.bind(null, looking),
      untilProcessed: untilProcessed(feed, db),
      worker: presence.worker,
      untilCaptured: untilCaptured(feed, db),
      version,
    })
    const server = listen(config, app.fetch)
    stops.push(() => closeServer(server, sockets.close))
    return { address: server.url.origin, deps, secret, stuck, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Brings up the embedded database, or adopts the one that runs, and says where it is. */
export async function startDatabase({ DATA_DIR }: Config, log: Log, stops: (() => unknown)[]) {
  const embedded = await startEmbedded({ dataDir: DATA_DIR, log })
  stops.push(() => embedded.stop())
  return embedded.url
}

/** Brings the tables up to date, and names what that took. */
export async function prepareDatabase(url: string, log: Log) {
  const client = connect(url, { max: 1, statementMs: 0 })
  try {
    return await migrate(client, log)
  } catch (error) {
    throw error instanceof StartError ? error : unusable(error)
  } finally {
    await client.end({ timeout: 1 })
  }
}

const unusable = (error: unknown) =>
  new StartError(
    `The database can't be used: ${error instanceof Error ? error.message : error}. Check DATABASE_URL`,
    69,
  )

function listen(
  { HOST, PORT }: Config,
  fetch: (request: Request, server: unknown) => Response | Promise<Response>,
) {
  try {
    return Bun.serve({
      hostname: HOST,
      port: PORT,
      fetch,
      websocket: {
        ...websocket,
        idleTimeout: 120,
        maxPayloadLength: 65_536,
        backpressureLimit: 1 << 20,
        closeOnBackpressureLimit: true,
      },
      // long enough for a slow upload on a phone
      idleTimeout: 120,
      maxRequestBodySize: bounds.requestBytes,
    })
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'EADDRINUSE')
      throw new StartError(`PORT ${PORT} is taken by another program: set PORT to a free one`, 69)
    if (code === 'EACCES')
      throw new StartError(`PORT ${PORT} needs privileges this user does not have: set PORT above 1023`, 77)
    throw new StartError(
      `HOST ${HOST} and PORT ${PORT} can't be listened on: ${(error as Error).message}`,
      69,
    )
  }
}

/** Answers what was asked before, lets sockets know that they may come back, and takes no more. */
async function closeServer(server: ReturnType<typeof listen>, closeSockets: () => void) {
  closeSockets()
  const finished = server.stop()
  await Promise.race([finished, new Promise((resolve) => setTimeout(resolve, 3_000))])
  await server.stop(true)
}
