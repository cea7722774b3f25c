import { parentPort } from 'node:worker_threads'
import { natively } from './thread/native-gate.ts'
import type { Request } from './thread-protocol.ts'

/** (func (export "spin") (param i64) (loop local.get 0 i64.const 1 i64.sub local.tee 0 i64.eqz i32.eqz br_if 0)) */
const spinning = Uint8Array.from([
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 1, 0x7e, 0],
  ...[3, 2, 1, 0],
  ...[7, 8, 1, 4, 0x73, 0x70, 0x69, 0x6e, 0, 0],
  ...[10, 18, 1, 16, 0, 3, 0x40, 0x20, 0, 0x42, 1, 0x7d, 0x22, 0, 0x50, 0x45, 0x0d, 0, 0x0b, 0x0b],
])
const { instance } = await WebAssembly.instantiate(spinning)
/** For longer than any test waits, and then no more. */
const rounds = 15_000_000_000n

/** What happens at a page of this number, in place of reading it. */
const mischief: Record<number, () => void> = {
  2: () => (instance.exports.spin as (rounds: bigint) => void)(rounds),
  3: () => void natively(() => new Promise(() => {})),
}

// A reading thread like any other, but for some pages.
const port = parentPort!
const listen = port.on.bind(port)
port.on = ((event: string, listener: (request: Request) => void) => {
  return listen(event, (request: Request) => {
    const page = request.type === 'ask' && request.question.type === 'page' ? request.question.page : 0
    const hang = mischief[page]
    if (hang) hang()
    else listener(request)
  })
}) as typeof port.on
await import('./thread/main.ts')
