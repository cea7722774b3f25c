import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findBinaries } from './binaries.ts'
import { startEmbedded } from './embedded.ts'
import { failureOf, makeTrial, mayMount } from './trial.ts'

setDefaultTimeout(30_000)

const trial = makeTrial()
afterAll(() => trial.end())

describe('a start that can’t be', () => {
  const refusal = (dataDir: string) => failureOf(startEmbedded({ dataDir, log: trial.log }))

  test('names the version that made the data', async () => {
    const dataDir = trial.makeDir()
    mkdirSync(join(dataDir, 'postgres'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '17\n')
    expect(await refusal(dataDir)).toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('Postgres 17'),
    })
  })

  test('does not touch a directory that is something else', async () => {
    const dataDir = trial.makeDir()
    mkdirSync(join(dataDir, 'postgres'), { recursive: true })
    writeFileSync(join(dataDir, 'postgres/letters.txt'), '')
    expect(await refusal(dataDir)).toMatchObject({
      exitCode: 65,
      message: expect.stringContaining('not a Postgres'),
    })
  })

  test('tells where DATA_DIR is a file', async () => {
    const dataDir = trial.makeDir()
    writeFileSync(dataDir, '')
    expect(await refusal(dataDir)).toMatchObject({ exitCode: 73, message: expect.stringContaining(dataDir) })
  })

  test('asks for DATABASE_URL where there are no programs', () => {
    expect(() => findBinaries('linux', 'riscv64')).toThrow(/set DATABASE_URL/)
  })

  test.skipIf(!mayMount())('tells a full disk', async () => {
    expect(await trial.startOnDisk('size=12m', 'true')).toMatchObject({
      exitCode: 74,
      failed: expect.stringContaining('full'),
    })
  })

  test.skipIf(!mayMount())('tells a read-only file system', async () => {
    expect(await trial.startOnDisk('size=1m,ro', 'true')).toMatchObject({
      exitCode: 73,
      failed: expect.stringContaining('read-only'),
    })
  })
})
