import { dlopen } from 'bun:ffi'

const library = process.platform === 'darwin' ? 'libSystem.dylib' : 'libc.so.6'

/** Gives back to the system what ended threads have freed; where the C library can't, it stays with the process. */
export function returnFreedMemory() {
  callIfThere(() =>
    dlopen(library, { malloc_trim: { args: ['u64'], returns: 'i32' } }).symbols.malloc_trim(0),
  )
}

/** For native libraries, which don't see what is set in `process.env`. */
export function setForNativeCode(name: string, value: string) {
  const text = (string: string) => Buffer.from(`${string}\0`)
  const setenv = { args: ['ptr', 'ptr', 'i32'], returns: 'i32' } as const
  callIfThere(() => dlopen(library, { setenv }).symbols.setenv(text(name), text(value), 1))
}

function callIfThere(call: () => unknown) {
  try {
    call()
  } catch {
    // another C library: nothing depends on it
  }
}
