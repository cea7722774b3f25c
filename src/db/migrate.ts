import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sql } from 'postgres'
import { StartError } from '../errors.ts'
import type { Log } from '../log.ts'

const folder = join(import.meta.dirname, '../../migrations')

/** Any number that no other lock of this program has. */
const lock = 4_711_001

/** Applies what is missing of `migrations/`, in order, under a lock: whoever starts first does it, once. */
export async function migrate(sql: Sql, log: Log): Promise<string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const session = await sql.reserve()
  try {
    await session`select set_config('statement_timeout', '0', false), set_config('lock_timeout', '0', false)`
    await session`select pg_advisory_lock(${lock})`
    await session`create table if not exists migrations (
      name text primary key, applied_at timestamptz not null default now())`
    const applied = new Set((await session`select name from migrations`).map((row) => String(row.name)))
    const unknown = [...applied].filter((name) => !files.includes(name))
    if (unknown.length)
      throw new StartError(`The database was migrated by a newer Folio (${unknown[0]}): start that version`)
    const missing = files.filter((name) => !applied.has(name))
    for (const name of missing) {
      await session.unsafe(
        `begin;\n${await readFile(join(folder, name), 'utf8')}\n;insert into migrations (name) values ('${name}'); commit;`,
      )
      log.info('migrated', { name })
    }
    return missing
  } finally {
    await session.unsafe('rollback; select pg_advisory_unlock_all(); reset all').catch(() => {})
    session.release()
  }
}
