/** Where documents and what is derived from them are kept: one interface, a disk and an S3 behind it. */
export interface Files {
  /** Streams an upload aside while hashing it; refuses what is longer than `maxBytes` with `too-large`. */
  stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, maxBytes: number): Promise<Staged>
  /** Stores bytes durably under a key; storing the same again is harmless. */
  put(key: string, bytes: Uint8Array): Promise<void>
  has(key: string): Promise<boolean>
  /** The size in bytes, or `not-found`. */
  size(key: string): Promise<number>
  read(key: string): Promise<Uint8Array<ArrayBuffer>>
  /** The bytes from `start` to `end`, both included. */
  stream(key: string, range?: { start: number; end: number }): ReadableStream<Uint8Array>
  /** Removing what is not there is fine. */
  remove(key: string): Promise<void>
  /** Throws `unavailable` with the reason when nothing could be stored right now. */
  check(): Promise<void>
}

/** An upload that has arrived whole but belongs to nobody yet. */
export interface Staged {
  sha256: string
  sizeBytes: number
  /** The first bytes, enough to tell what kind of file it is. */
  head: Uint8Array
  /** Moves it to its place, durably; may be called again after the place was emptied. */
  keep(key: string): Promise<void>
  /** Drops what is still aside; always call it at the end. */
  discard(): Promise<void>
}

/** The place of an original: named by its content. */
export const documentKey = (sha256: string) => `documents/${sha256.slice(0, 2)}/${sha256}`

/** The place of a page's picture. */
export const pictureKey = (sha256: string, page: number) =>
  `pictures/${sha256.slice(0, 2)}/${sha256}-${page}.webp`
