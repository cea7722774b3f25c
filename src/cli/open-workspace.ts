import { bounds, type Config } from '../config.ts'
import { connect } from '../db/connect.ts'
import { createDatabase } from '../db/database.ts'
import type { Deps } from '../deps.ts'
import { openFiles } from '../files/open-files.ts'
import type { Log } from '../log.ts'
import { prepareDatabase, startDatabase } from '../main.ts'
import { openQueue } from '../queue/queue.ts'
import { createTransact } from '../work.ts'

export interface Workspace {
  deps: Deps
  /** What bringing the tables up to date took. */
  migrated: string[]
}

/** Lends database, documents and queue to a command, beside a server or without one, and closes them again. */
export const withWorkspace = <T>(config: Config, log: Log, use: (workspace: Workspace) => Promise<T>) =>
  untilDone(log, async (stops) => use(await openWorkspace(config, log, stops)))

async function openWorkspace(config: Config, log: Log, stops: Stops): Promise<Workspace> {
  const url = config.DATABASE_DIRECT_URL ?? config.DATABASE_URL ?? (await startDatabase(config, log, stops))
  const migrated = await prepareDatabase(url, log)
  const client = connect(url, { max: config.DATABASE_CONNECTIONS, statementMs: bounds.statementMs })
  stops.push(() => client.end({ timeout: 2 }))
  const queue = await openQueue(url, log, { works: false })
  stops.push(() => queue.stop(0))
  const db = createDatabase(client)
  const files = await openFiles(config)
  return { deps: { config, db, files, log, transact: createTransact(db, queue) }, migrated }
}

type Stops = (() => unknown)[]

/** Whatever was opened is closed, the last first, also when Ctrl+C comes in between. */
export async function untilDone<T>(log: Log, use: (stops: Stops) => Promise<T>): Promise<T> {
  const stops: Stops = []
  let stopping: Promise<void> | undefined
  const stop = () => {
    stopping ??= closeAll(stops, log)
    return stopping
  }
  const interrupt = (_: string, number: number) => void stop().finally(() => process.exit(128 + number))
  for (const signal of signals) process.once(signal, interrupt)
  try {
    return await use(stops)
  } catch (error) {
    // What was closed under a command's hands is no fault of the command; the process ends when all is closed.
    if (stopping) await new Promise(() => {})
    throw error
  } finally {
    await stop()
    for (const signal of signals) process.off(signal, interrupt)
  }
}

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

async function closeAll(stops: Stops, log: Log) {
  for (const each of stops.splice(0).reverse())
    await Promise.resolve(each()).catch((error) => log.warn('stop', { error }))
}
