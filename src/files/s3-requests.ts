import { setTimeout as pause } from 'node:timers/promises'
import { storageFull, storageUnavailable } from './storage-faults.ts'

export interface S3Settings {
  bucket: string
  /** Goes before every key; may be empty. */
  prefix?: string
  /** Addressed path-style, as MinIO, Garage and their like expect; unset: Amazon's own. */
  endpoint?: string
  region?: string
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }
  requestMs?: number
}

interface Answer {
  status: number
  headers: Headers
  bytes: Uint8Array<ArrayBuffer>
}

/** A busy server recovers within seconds; longer waits are the queue's business. */
const attempts = 3
const firstPauseMs = 150
/** All attempts of one call together, unless said otherwise. */
const patienceMs = 15_000
/** An upload gets more, by its size: the slowest line that is still worth waiting for. */
const uploadBytesPerSecond = 256 * 1024
/** A signature outlives its request by as much as clocks may differ. */
const signatureSeconds = 900
/** Answers a caller can make sense of; 404 on a write is a missing bucket and never one. */
const expected = [404, 416]

/** Speaks to one bucket. Bun's client signs; fetch sends, because it can be timed out and shows the status. */
export function createS3Client(settings: S3Settings) {
  const { bucket, prefix, endpoint, region = 'us-east-1', credentials, requestMs = patienceMs } = settings
  const signer = new Bun.S3Client({ bucket, endpoint, region, ...credentials })
  const nameOf = (key: string) => (prefix ? `${prefix}/${key}` : key)

  async function request(
    method: 'GET' | 'HEAD' | 'PUT' | 'DELETE',
    key: string,
    { body, range, timeoutMs = requestMs }: { body?: BodyInit; range?: string; timeoutMs?: number } = {},
  ): Promise<Answer> {
    const signal = AbortSignal.timeout(timeoutMs)
    for (let attempt = 1; ; attempt++) {
      const outcome = await send(signer.presign(nameOf(key), { method, expiresIn: signatureSeconds }), {
        method,
        body,
        signal,
        redirect: 'manual',
        headers: range ? { range } : {},
      })
      if ('status' in outcome && outcome.status < 300) return outcome
      if ('status' in outcome && method !== 'PUT' && expected.includes(outcome.status)) return outcome
      if (attempt >= attempts || signal.aborted || !isPassing(outcome)) throw faultOf(method, outcome)
      await pause(firstPauseMs * 4 ** (attempt - 1) * (0.5 + Math.random()))
    }
  }

  const upload = async (key: string, body: BodyInit, sizeBytes: number) => {
    const timeoutMs = requestMs + (sizeBytes / uploadBytesPerSecond) * 1000
    await request('PUT', key, { body, timeoutMs })
  }

  return { request, upload }
}

async function send(url: string, init: BunFetchRequestInit): Promise<Answer | Error> {
  try {
    const response = await fetch(url, init)
    return { status: response.status, headers: response.headers, bytes: await response.bytes() }
  } catch (error) {
    // The original carries the signed address, which has no place in a log.
    const { name, code } = error as NodeJS.ErrnoException
    return new Error(`The S3 endpoint did not answer: ${typeof code === 'string' ? code : name}`)
  }
}

const reasonOf = ({ bytes }: Answer) =>
  /<Code>(\w{1,80})<\/Code>/.exec(new TextDecoder().decode(bytes.subarray(0, 4096)))?.[1] ?? ''

const isPassing = (outcome: Answer | Error) =>
  outcome instanceof Error ||
  outcome.status === 429 ||
  (outcome.status >= 500 && outcome.status !== 501 && outcome.status !== 507) ||
  reasonOf(outcome) === 'RequestTimeout'

function faultOf(method: string, outcome: Answer | Error) {
  if (outcome instanceof Error) return storageUnavailable(outcome)
  const reason = reasonOf(outcome)
  const cause = new Error(`S3 answered ${method} with ${outcome.status} ${reason}`.trim())
  const full = outcome.status === 507 || /StorageFull|QuotaExceeded/i.test(reason)
  return full ? storageFull(cause) : storageUnavailable(cause)
}
