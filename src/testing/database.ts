import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { connect } from '../db/connect.ts'
import { startEmbedded } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { readLock } from '../db/postmaster.ts'
import { createLog } from '../log.ts'
import { openQueue } from '../queue/queue.ts'

export const quiet = createLog('error')

const checkout = createHash('sha256')
  .update(import.meta.dirname)
  .digest('hex')
  .slice(0, 8)

/** Where the tests' own cluster lives, one a user and checkout; every test process adopts the one that runs. */
export const testDataDir = join(tmpdir(), `folio-tests-${userInfo().uid}-${checkout}`)

const templateLock = 4_711_099

/** A database of its own for a test file, cloned from a migrated template in some 30 ms. */
export async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const clusterUrl = process.env.FOLIO_TEST_DATABASE_URL ?? (await openCluster())
  const admin = connect(clusterUrl, { max: 1, statementMs: 0 })
  const template = `folio_template_${await schemaHash()}`
  await admin`select pg_advisory_lock(${templateLock})`
  const [known] = await admin`select from pg_database where datname = ${template} and datistemplate`
  if (!known) await makeTemplate(admin, clusterUrl, template)
  const name = `test_${randomBytes(6).toString('hex')}`
  await admin.unsafe(`create database ${name} template ${template}`)
  await admin`select pg_advisory_unlock(${templateLock})`
  return {
    url: databaseUrl(clusterUrl, name),
    async drop() {
      await admin.unsafe(`drop database if exists ${name} with (force)`)
      await admin.end({ timeout: 1 })
    },
  }
}

async function openCluster() {
  if (!readLock(join(testDataDir, 'postgres/postmaster.pid'))?.ready)
    spawnSync(process.execPath, ['run', join(import.meta.dirname, 'start-cluster.ts')], { stdio: 'inherit' })
  return (await startEmbedded({ dataDir: testDataDir, log: quiet })).url
}

async function makeTemplate(admin: ReturnType<typeof connect>, clusterUrl: string, template: string) {
  await admin.unsafe(`drop database if exists ${template} with (force)`)
  await admin.unsafe(`create database ${template}`)
  const url = databaseUrl(clusterUrl, template)
  const client = connect(url, { max: 1, statementMs: 0 })
  await migrate(client, quiet)
  await client.end({ timeout: 1 })
  await (await openQueue(url, quiet, { works: false })).stop(1_000)
  await admin.unsafe(`alter database ${template} is_template true`)
}

const databaseUrl = (clusterUrl: string, name: string) => {
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}

/** A template of another schema is another template. */
async function schemaHash() {
  const root = join(import.meta.dirname, '../..')
  const migrations = (await readdir(join(root, 'migrations')))
    .sort()
    .map((name) => join(root, 'migrations', name))
  const hash = createHash('sha256')
  for (const file of [...migrations, join(root, 'package.json'), join(root, 'src/queue/queues.ts')])
    hash.update(await readFile(file))
  return hash.digest('hex').slice(0, 12)
}
