import { dlopen, ptr } from 'bun:ffi'
import { setImmediate } from 'node:timers/promises'

/** What asks whoever looks after the process to start it again. */
const tryAgain = 75

/**
 * Begins this program anew in this very process: same number, arguments, environment and terminal. Threads that hang
 * end with it, which nothing else brings about. Returns an exit code only where that can't be done.
 */
export async function startAfresh(): Promise<number> {
  // by then what was just logged is written
  await setImmediate()
  const [program, ...args] = [process.execPath, ...process.execArgv, ...process.argv.slice(1)].map(cString)
  const list = new BigUint64Array([program!, ...args].map((each) => BigInt(ptr(each))).concat(0n))
  try {
    const library = process.platform === 'darwin' ? 'libSystem.B.dylib' : 'libc.so.6'
    const { symbols } = dlopen(library, { execv: { args: ['ptr', 'ptr'], returns: 'int' } })
    symbols.execv(ptr(program!), ptr(list))
  } catch {
    // A system with another library of C: whoever started this process starts it again.
  }
  return tryAgain
}

const cString = (text: string) => Buffer.from(`${text}\0`)
