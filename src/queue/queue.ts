import { sql } from 'drizzle-orm'
import { fromDrizzle, type JobWithMetadata, PgBoss } from 'pg-boss'
import { bounds } from '../config.ts'
import type { Tx } from '../db/database.ts'
import type { Log } from '../log.ts'
import type { JobData, JobName } from './job-data.ts'
import { deadLetters, queues, schedules } from './queues.ts'
import { type Sweep, startSweeps } from './sweeps.ts'

export interface Queue {
  /** Puts jobs into the queue inside the caller's transaction: they exist when it commits, or never did. */
  enqueue<Name extends JobName>(tx: Tx, name: Name, jobs: JobData[Name][]): Promise<void>
  /** Starts working; `worker` is the number under which this process is known to be alive. */
  work(handlers: Handlers, worker: number): Promise<void>
  /** Puts jobs back that a dead process was working on, as if they had never been taken. */
  putBack(name: JobName, ids: string[]): Promise<void>
  /** Takes no more work, gives what runs some time to finish, hands the rest back, and closes. */
  stop(timeoutMs: number): Promise<void>
  boss: PgBoss
}

/** What a job knows of its run. */
export interface JobRun {
  signal: AbortSignal
  /** Whether a further failure is final. */
  isLast: boolean
  worker: number
}

export interface Handlers {
  jobs: { [Name in JobName]?: Handler<JobData[Name]> }
  /** How many of one kind this process works on at once. */
  concurrency: Record<JobName, number>
  /** What is looked after without being called. */
  sweeps: Sweep[]
  /** What becomes of a job that failed for good. */
  onDeadLetter(name: string, data: object): Promise<void>
}
export type Handler<Data> = (data: Data, run: JobRun) => Promise<void>

interface Running {
  name: JobName
  controller: AbortController
  settled: Promise<unknown>
}

export async function openQueue(url: string, log: Log, { works }: { works: boolean }): Promise<Queue> {
  const boss = await startBoss(url, log, works)
  const running = new Map<string, Running>()
  let sweeping: ReturnType<typeof startSweeps> | undefined

  // One statement, so that a death in the middle leaves no job cancelled; and one try more, so that this one does not
  // count: its number stays used, by which pg-boss tells the next holder from one that comes back late.
  const putBack = async (name: JobName, ids: string[]) => {
    if (!ids.length) return
    const again = `update pgboss.job set state = 'created', retry_limit = retry_limit + 1
      where name = $1 and id = any($2::uuid[]) and state = 'active'`
    await boss.getDb().executeSql(again, [name, ids])
  }

  return {
    boss,
    putBack,
    async enqueue(tx, name, jobs) {
      if (!jobs.length) return
      await boss.insert(
        name,
        jobs.map((data) => ({ data, priority: 'isUrgent' in data ? 1 : 0 })),
        { db: fromDrizzle(tx, sql) },
      )
    },
    async work({ jobs, concurrency, sweeps, onDeadLetter }, worker) {
      for (const name of Object.keys(jobs) as JobName[])
        for (let lane = 0; lane < concurrency[name]; lane++)
          await openLane(boss, running, name, jobs[name] as Handler<object>, worker)
      await boss.work(
        deadLetters.name,
        { includeMetadata: true, pollingIntervalSeconds: 2 },
        async ([job]) => {
          if (job) await onDeadLetter(job.sourceName ?? '', job.data as object)
        },
      )
      sweeping = startSweeps(sweeps, log)
    },
    async stop(timeoutMs) {
      for (const name of Object.keys(queues)) await boss.offWork(name, { wait: false }).catch(() => {})
      await settledWithin(timeoutMs, [
        sweeping?.stop(),
        ...[...running.values()].map(({ settled }) => settled),
      ])
      for (const [id, { name, controller }] of running) {
        log.info('handed back', { job: name })
        await putBack(name, [id]).catch((error) => log.warn('not handed back', { error }))
        controller.abort()
      }
      await boss.stop({ graceful: false, close: true }).catch((error) => log.warn('queue', { error }))
    },
  }
}

async function startBoss(url: string, log: Log, works: boolean) {
  const boss = new PgBoss({
    connectionString: url,
    application_name: `folio:${process.pid}`,
    max: bounds.queueConnections,
    connectionTimeoutMillis: 5_000,
    useListenNotify: works,
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: 2,
    monitorIntervalSeconds: 2,
    queueCacheIntervalSeconds: 5,
  })
  // without a listener a lost connection would end the process, or the queue
  boss.on('error', ({ name, message }) => log.warn('queue', { error: { name, message } }))
  boss.on('warning', (warning) => log.debug('queue', { warning: warning.message }))
  await boss.start()
  await boss.createQueue(deadLetters.name, deadLetters.options)
  for (const [name, options] of Object.entries(queues)) {
    await boss.createQueue(name, options)
    await boss.updateQueue(name, options)
    // pg-boss learns a queue when it first enqueues, over a second connection: in a transaction that may wait for good
    await boss.insert(name, [])
  }
  if (works) for (const [name, cron] of Object.entries(schedules)) await boss.schedule(name, cron, {})
  return boss
}

/**
 * One lane takes one job after the other. pg-boss would sleep after each until the next poll; told that there may
 * be more, it looks again at once, and sleeps only when it found nothing.
 */
async function openLane(
  boss: PgBoss,
  running: Map<string, Running>,
  name: JobName,
  handler: Handler<object>,
  worker: number,
) {
  const options = {
    includeMetadata: true,
    pollingIntervalSeconds: 0.5,
    notifyPollingIntervalSeconds: 2,
  } as const
  const lane = await boss.work<object, void, typeof options>(name, options, async ([job]) => {
    if (!job) return
    try {
      await run(
        running,
        job,
        (signal) => handler(job.data, { signal, isLast: job.retryCount >= job.retryLimit, worker }),
        name,
      )
    } finally {
      boss.notifyWorker(lane)
    }
  })
}

async function run(
  running: Map<string, Running>,
  job: JobWithMetadata<object>,
  work: (signal: AbortSignal) => Promise<void>,
  name: JobName,
) {
  const controller = new AbortController()
  const done = work(AbortSignal.any([job.signal, controller.signal]))
  running.set(job.id, { name, controller, settled: done.catch(() => {}) })
  try {
    await done
  } finally {
    running.delete(job.id)
  }
}

async function settledWithin(timeoutMs: number, promises: (Promise<unknown> | undefined)[]) {
  let timer: Timer | undefined
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, timeoutMs)
  })
  await Promise.race([Promise.all(promises), timeout])
  clearTimeout(timer)
}
