import { limits } from '../limits.ts'
import { TooLongError } from './open-client.ts'

interface Tries {
  attempts: number
  /** When all of it must be over, by `performance.now()`. */
  deadline: number
  signal: AbortSignal
  /** What will be refused as often as it is asked. */
  unless: (error: unknown) => boolean
}

/** Tries again what can pass by itself, as long as the server asked to wait, but never beyond the deadline. */
export async function tryAgain<T>(
  ask: () => Promise<T>,
  { attempts, deadline, signal, unless }: Tries,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask()
    } catch (error) {
      const waitMs = waitOf(error) ?? limits.retryMs * 2 ** (attempt - 1)
      const isLate = performance.now() + waitMs >= deadline
      if (attempt >= attempts || isLate || signal.aborted || !canPass(error) || unless(error)) throw error
      await sleep(waitMs, signal)
    }
  }
}

const sleep = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })

/** Overload, faults of the server and of the way there; what was understood and refused stays refused. */
function canPass(error: unknown): boolean {
  const status = statusOf(error)
  if (status !== undefined) return status === 408 || status === 429 || status >= 500
  return !isOver(error) && !(error instanceof SyntaxError) && !(error instanceof TooLongError)
}

const isOver = (error: unknown) =>
  error instanceof Error && /Abort|Timeout/.test(error.constructor.name + error.name)

export function statusOf(error: unknown): number | undefined {
  const { status } = (error ?? {}) as { status?: unknown }
  return typeof status === 'number' ? status : undefined
}

function waitOf(error: unknown): number | undefined {
  const { headers } = (error ?? {}) as { headers?: unknown }
  if (!(headers instanceof Headers)) return undefined
  const milliseconds = Number(headers.get('retry-after-ms') ?? Number.NaN)
  if (milliseconds >= 0) return milliseconds
  const after = headers.get('retry-after')
  if (!after) return undefined
  const seconds = Number(after)
  const waitMs = Number.isFinite(seconds) ? seconds * 1_000 : Date.parse(after) - Date.now()
  return Number.isFinite(waitMs) ? Math.max(0, waitMs) : undefined
}

/** What went wrong in a few words; the message of a foreign error may quote the document, and stays out. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const status = statusOf(error)
  if (status !== undefined) return `HTTP ${status}`
  if (isOver(error)) return 'no answer in time'
  if (error.constructor === Error || error instanceof TooLongError) return error.message
  const code = error.cause instanceof Error ? (error.cause as { code?: unknown }).code : undefined
  return [error.constructor.name, code].filter(Boolean).join(' ')
}
