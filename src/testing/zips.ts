import { zipSync } from 'fflate'

/** A ZIP of files by name; text stands for its bytes. */
export const makeZip = (files: Record<string, Uint8Array | string>): Uint8Array<ArrayBuffer> =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([name, file]) => [
        name,
        typeof file === 'string' ? new TextEncoder().encode(file) : file,
      ]),
    ),
  )
