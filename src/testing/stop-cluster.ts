import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { startEmbedded } from '../db/embedded.ts'
import { quiet, testDataDir } from './database.ts'

// Run when all tests are over: adopts the tests' cluster, stops it, and leaves nothing behind.
if (existsSync(testDataDir)) {
  await (await startEmbedded({ dataDir: testDataDir, log: quiet })).stop()
  await rm(testDataDir, { recursive: true, force: true })
}
process.exit(0)
