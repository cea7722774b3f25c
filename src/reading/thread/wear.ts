import type { ThreadSettings } from '../thread-protocol.ts'

/** WebAssembly memory never shrinks: past this a thread has met a monster and is better replaced. */
const memoryBytes = 512 * 1024 * 1024

/** What the engines have been through in this thread; they tell it here, for they load late or never. */
export const wear = { recognisedPages: 0, rasterBytes: 0, heicBytes: 0 }

export const isWorn = ({ recognisedPages }: ThreadSettings) =>
  wear.recognisedPages >= recognisedPages || wear.rasterBytes + wear.heicBytes > memoryBytes
