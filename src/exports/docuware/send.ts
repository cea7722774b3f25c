import { setTimeout as pause } from 'node:timers/promises'
import { bounds } from '../../config.ts'
import { away, brokenOff, refused } from './docuware-faults.ts'
import type { Door } from './polite-door.ts'
import { BrokenBody, readBody } from './read-body.ts'
import { retryAfter } from './retry-after.ts'

export interface Answer {
  status: number
  headers: Headers
  bytes: Uint8Array<ArrayBuffer>
}

export interface Asked {
  method?: 'GET' | 'POST'
  headers?: Record<string, string>
  body?: URLSearchParams | string
  maxBytes?: number
  timeoutMs?: number
  signal?: AbortSignal
}
export type Send = (url: URL, asked: Asked) => Promise<Answer>

/** The server is busy or being restarted. */
const passing = [429, 502, 503, 504]

/**
 * Sends one request as often as it takes: what is busy is left alone for as long as it says, a line that was cut is tried
 * again. Redirections are not followed: nothing that is asked for here has one.
 */
export const sendThrough =
  (door: Door, attempts: number): Send =>
  async (url, asked) => {
    const { longestPauseMs, firstPauseMs } = bounds.docuware
    for (let attempt = 1; ; attempt++) {
      const outcome = await door.through(asked.signal ?? never, () => once(url, asked))
      asked.signal?.throwIfAborted()
      const isLast = attempt >= attempts
      const backOff = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1) * (0.75 + Math.random() / 2))
      if (!('status' in outcome)) {
        if (isLast) throw outcome instanceof BrokenBody ? brokenOff(outcome) : away(withoutAddress(outcome))
        await pause(backOff, undefined, { signal: asked.signal })
      } else if (passing.includes(outcome.status)) {
        const wait = Math.min(longestPauseMs, retryAfter(outcome.headers.get('retry-after')) ?? backOff)
        if (isLast) throw away(new Error(`Answer ${outcome.status}`))
        door.rest(wait)
      } else if (outcome.status === 500 && attempt < Math.min(attempts, 3)) {
        await pause(backOff, undefined, { signal: asked.signal })
      } else if (outcome.status >= 500) throw refused(outcome.status)
      else return outcome
    }
  }

const never = new AbortController().signal

async function once(url: URL, asked: Asked): Promise<Answer | Error> {
  const { method = 'GET', headers, body, signal } = asked
  const { requestMs, answerBytes, idleMs } = bounds.docuware
  const deadline = AbortSignal.timeout(asked.timeoutMs ?? requestMs)
  try {
    const response = await fetch(url, {
      method,
      headers: { Accept: 'application/json', ...headers },
      body,
      redirect: 'manual',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    })
    const bytes = await readBody(response, { maxBytes: asked.maxBytes ?? answerBytes, idleMs })
    return { status: response.status, headers: response.headers, bytes }
  } catch (error) {
    if (isOurs(error)) throw error
    return error instanceof Error ? error : new Error(String(error))
  }
}

const isOurs = (error: unknown) => error instanceof Error && error.name === 'AppError'

/** What an address or a library tells has no place in a log. */
const withoutAddress = ({ name, ...error }: Error) => {
  const { code } = error as { code?: unknown }
  return new Error(`No answer: ${typeof code === 'string' ? code : name}`)
}
