import { startEmbedded } from '../db/embedded.ts'
import { quiet, testDataDir } from './database.ts'

// Run when all tests are over: adopts the tests' cluster and stops it.
await (await startEmbedded({ dataDir: testDataDir, log: quiet })).stop()
process.exit(0)
