/**
 * To end a thread inside onnxruntime aborts the whole process, so both sides take turns at one number: the thread
 * before it calls native code, and whoever ends it before it does.
 */
const open = 0
const inside = 1
const shut = 2

export type NativeGate = Int32Array<SharedArrayBuffer>

/** A run takes some tens of milliseconds. */
const pollMs = 5

let gate: NativeGate = makeNativeGate()

export function makeNativeGate(): NativeGate {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
}

/** Tells this thread which gate it shares with the one that may end it. */
export function useNativeGate(shared: NativeGate) {
  gate = shared
}

/** Calls native code while nobody can end the thread; once it is to be ended, never comes back. */
export async function natively<T>(work: () => Promise<T>): Promise<T> {
  const found = Atomics.compareExchange(gate, 0, open, inside)
  if (found === shut) return new Promise<T>(() => {})
  if (found === inside) throw new Error('The thread is inside native code already')
  try {
    return await work()
  } finally {
    Atomics.store(gate, 0, open)
  }
}

/**
 * Settles when the thread is outside of native code, and stays outside. A thread that hangs there is waited for as
 * long as it hangs: to end it would end the process.
 */
export async function shutNativeGate(shared: NativeGate) {
  while (Atomics.compareExchange(shared, 0, open, shut) === inside) {
    await new Promise((done) => setTimeout(done, pollMs).unref())
  }
}
