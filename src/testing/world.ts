import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { type Account, accounts, type Role } from '../accounts/accounts.table.ts'
import { accountOf, localAdmin } from '../accounts/accounts.ts'
import { createBearer } from '../accounts/bearer.ts'
import { openBalances } from '../accounts/credits.ts'
import { createApp } from '../app.ts'
import { readConfig } from '../config.ts'
import { connect } from '../db/connect.ts'
import { createDatabase } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import type { Extractor } from '../extraction/extraction.ts'
import { openFiles } from '../files/open-files.ts'
import { receiveDocument } from '../intake/receive-document.ts'
import type { Status } from '../invoices/life.ts'
import { findInvoice } from '../invoices/queries.ts'
import { createHandlers } from '../jobs.ts'
import { type Feed, followEvents } from '../live/feed.ts'
import { createSockets } from '../live/sockets.ts'
import { untilCaptured } from '../live/until-captured.ts'
import { untilProcessed } from '../live/until-processed.ts'
import { showPresence } from '../queue/presence.ts'
import { openQueue } from '../queue/queue.ts'
import { findPicture } from '../reading/find-picture.ts'
import { readRegion } from '../reading/read-region.ts'
import type { Reader } from '../reading/reader.ts'
import { createTransact } from '../work.ts'
import { cloneDatabase, quiet } from './database.ts'
import { pdf } from './documents.ts'
import { fakeExtractor, fakeReader } from './fake-engines.ts'

const secret = 'a secret of the tests, 32 characters long'
const patienceMs = 10_000

interface Engines {
  reader: Reader
  extractor: Extractor
}

export type World = Awaited<ReturnType<typeof openWorld>>

/** A whole Folio on a database of its own, with fakes in place of the engines that are not given. */
export async function openWorld(settings: Record<string, string> = {}, given: Partial<Engines> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'folio-world-'))
  const config = readConfig({ DATA_DIR: folder, OCR_WORKERS: '2', ...settings })
  const database = await cloneDatabase()
  const client = connect(database.url, { max: 10, statementMs: 30_000 })
  const db = createDatabase(client)
  const files = await openFiles(config)
  const queue = await openQueue(database.url, quiet, { works: true })
  const deps: Deps = { config, db, files, log: quiet, transact: createTransact(db, queue) }
  const engines = fakeReader()
  const listener = connect(database.url, { max: 1, statementMs: 0 })
  const feed = await followEvents(listener, db, quiet)
  const sockets = createSockets(feed, async () => '', quiet)
  const parts = { ...deps, reader: engines.reader, extractor: fakeExtractor, ...given }
  const app = createApp(deps, {
    secret,
    sockets,
    findPicture: findPicture.bind(null, parts),
    readRegion: readRegion.bind(null, parts),
    untilProcessed: untilProcessed(feed, db),
    worker: null,
    untilCaptured: untilCaptured(feed, db),
    version: 'test',
  })
  const people = {
    ana: await localAdmin(db),
    rita: await person('rita', 'reviewer'),
    ulises: await person('ulises', 'uploader'),
  }
  await openBalances(db, config.CREDITS_INITIAL)
  let stopPresence: (() => Promise<void>) | undefined

  async function person(name: string, role: Role): Promise<Account> {
    await accountOf(db, name, config.CREDITS_INITIAL)
    await db.update(accounts).set({ role }).where(eq(accounts.subject, name))
    return accountOf(db, name, config.CREDITS_INITIAL)
  }

  /** Works on the queue from now on, as a worker process does. */
  async function work() {
    const presence = await showPresence(connect(database.url, { max: 1, statementMs: 0 }), quiet)
    stopPresence = presence.stop
    await queue.work(createHandlers(parts), presence.worker)
  }

  /** Asks the server as somebody; `rubbish` and the like go in as they are. */
  async function request(path: string, init: RequestInit & { as?: Account | null; json?: unknown } = {}) {
    const { as = people.ana, json, ...rest } = init
    const headers = new Headers(rest.headers)
    if (as) headers.set('Authorization', `Bearer ${await createBearer(as.subject, 600, secret)}`)
    if (json !== undefined) headers.set('Content-Type', 'application/json')
    const body = json === undefined ? rest.body : JSON.stringify(json)
    return app.request(path, { ...rest, headers, body })
  }

  /** Takes in a document whose text is this. */
  async function receive(text: string, as = people.ana, filename = 'factura.pdf') {
    const staged = await files.stage(once(pdf(text)), config.bounds.uploadBytes)
    try {
      return await receiveDocument(deps, as, { filename, staged, source: 'upload' })
    } finally {
      await staged.discard()
    }
  }

  /** The invoice once it has reached a status; told by the events, not by the clock. */
  async function reaches(id: number, status: Status) {
    return eventually(feed, async () => {
      const invoice = await findInvoice(db, people.ana, id)
      return invoice.status === status ? invoice : undefined
    })
  }

  async function close() {
    sockets.close()
    await queue.stop(2_000)
    await stopPresence?.()
    await feed.stop()
    await listener.end({ timeout: 1 })
    await client.end({ timeout: 1 })
    await database.drop()
    await rm(folder, { recursive: true, force: true })
  }

  return {
    ...people,
    app,
    client,
    close,
    closeSockets: sockets.close,
    config,
    database,
    db,
    deps,
    engines,
    feed,
    files,
    queue,
    reaches,
    receive,
    request,
    secret,
    work,
  }
}

/** What `look` finds, looking again whenever something was announced. */
export async function eventually<T>(feed: Feed, look: () => Promise<T | undefined>): Promise<T> {
  let wake = () => {}
  const unsubscribe = feed.subscribe(() => wake())
  const deadline = setTimeout(() => wake(), patienceMs)
  const end = Date.now() + patienceMs
  try {
    for (;;) {
      const announced = new Promise<void>((resolve) => {
        wake = resolve
      })
      const found = await look()
      if (found !== undefined) return found
      if (Date.now() >= end) throw new Error(`Waited ${patienceMs} ms in vain`)
      await announced
    }
  } finally {
    clearTimeout(deadline)
    unsubscribe()
  }
}

async function* once(bytes: Uint8Array) {
  yield bytes
}
