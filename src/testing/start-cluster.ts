import { startEmbedded } from '../db/embedded.ts'
import { quiet, testDataDir } from './database.ts'

// A process of its own, which ends at once: what a test file starts itself is ended with it, and this serves them all.
await startEmbedded({ dataDir: testDataDir, log: quiet })
process.exit(0)
