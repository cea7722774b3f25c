import { tooLarge } from './docuware-faults.ts'

interface Bounds {
  maxBytes: number
  /** So long nothing may come. */
  idleMs: number
}

/** A body that ends before it should, or says nothing for too long. */
export class BrokenBody extends Error {}

/** The bytes of an answer: never more than may be, and not fewer than were announced. */
export async function readBody(
  response: Response,
  { maxBytes, idleMs }: Bounds,
): Promise<Uint8Array<ArrayBuffer>> {
  const announced = response.headers.has('content-encoding') ? Number.NaN : lengthOf(response)
  if (announced > maxBytes) {
    await response.body?.cancel().catch(() => {})
    throw tooLarge(maxBytes)
  }
  const chunks: Uint8Array[] = []
  let bytes = 0
  const reader = response.body?.getReader()
  try {
    for (;;) {
      const next = reader && (await within(idleMs, reader.read()))
      if (!next || next.done) break
      bytes += next.value.length
      if (bytes > maxBytes) throw tooLarge(maxBytes)
      chunks.push(next.value)
    }
  } finally {
    await reader?.cancel().catch(() => {})
  }
  if (bytes < announced) throw new BrokenBody(`${bytes} of ${announced} bytes came`)
  return new Uint8Array(Buffer.concat(chunks))
}

const lengthOf = (response: Response) => Number(response.headers.get('content-length') ?? Number.NaN)

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: Timer | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new BrokenBody(`Nothing came for ${ms} ms`)), ms)
  })
  try {
    return await Promise.race([work.catch(asBroken), late])
  } finally {
    clearTimeout(timer)
  }
}

const asBroken = (error: unknown): never => {
  throw new BrokenBody(error instanceof Error ? error.message : String(error))
}
