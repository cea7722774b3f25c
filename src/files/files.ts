/**
 * Where documents and what is derived from them are kept: one interface, a disk and an S3 behind it. What is
 * under a key is whole, whatever dies when; without room, or without the store, calls fail with `unavailable`.
 * A key is lower-case letters, digits and ._- in parts between slashes; `incoming/` is taken.
 */
export interface Files {
  /**
   * Streams an upload aside while hashing it; refuses what is longer than `maxBytes` with `too-large`. Whatever
   * fails, nothing stays aside.
   */
  stage(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, maxBytes: number): Promise<Staged>
  /** Stores bytes durably under a key, in place of what was there. */
  put(key: string, bytes: Uint8Array): Promise<void>
  has(key: string): Promise<boolean>
  /** The size in bytes, or `not-found`. */
  size(key: string): Promise<number>
  /** The whole file in memory, or `not-found`. */
  read(key: string): Promise<Uint8Array<ArrayBuffer>>
  /**
   * The bytes from `start` to `end`, both included, or to the file's end if that comes first. Reading fails with
   * `not-found`, or with `bad-range` when the file ends before `start`.
   */
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
  /** The whole of it in memory, before it is kept or after. */
  read(): Promise<Uint8Array<ArrayBuffer>>
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
