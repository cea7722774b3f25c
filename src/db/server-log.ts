import { copyFileSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'

const longestBytes = 8 * 1024 * 1024

/** Keeps the server's log, and one before it, within a bound. */
export function boundServerLog(dataDir: string) {
  const path = join(dataDir, 'postgres.log')
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) < longestBytes) return
  try {
    copyFileSync(path, `${path}.1`)
  } finally {
    // The server appends to this very file, so it can't be moved away.
    truncateSync(path)
  }
}
