import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { chooseRunAs, commandAs } from '../db/run-as.ts'
import { freePort } from './free-port.ts'

const program = '/usr/sbin/pgbouncer'
/** Whether this machine has the pooler; so that a test can say that it was skipped. */
export const hasPooler = existsSync(program)

/** Debian's PgBouncer in transaction mode before a database of the tests, with very few connections to it. */
export async function startPooler(databaseUrl: string) {
  const { pathname, username, password, searchParams } = new URL(databaseUrl)
  const sockets = searchParams.get('host')!
  const name = pathname.slice(1)
  const folder = mkdtempSync(join(tmpdir(), 'folio-pooler-'))
  chmodSync(folder, 0o755)
  const port = await freePort()
  const path = join(folder, 'pgbouncer.ini')
  writeFileSync(
    path,
    `[databases]
${name} = host=${sockets} dbname=${name} user=${username} password=${decodeURIComponent(password)}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 3
`,
  )
  // the socket is its owner's alone, and the pooler refuses to be root
  const runAs = chooseRunAs(join(dirname(sockets), 'postgres'), [folder])
  const command = commandAs(runAs, program, [path])
  const script = '"$@" & cat; kill $!; wait $!'
  const pooler = spawn('sh', ['-c', script, 'pooler', command.program, ...command.args], {
    stdio: ['pipe', 'ignore', 'pipe'],
    ...command.as,
  })
  let said = ''
  await new Promise<void>((resolve, reject) =>
    pooler.stderr.on('data', (piece) => {
      said += piece
      if (said.includes('process up')) resolve()
      else if (said.includes('FATAL')) reject(new Error(said))
    }),
  )
  return {
    url: `postgres://${username}@127.0.0.1:${port}/${name}?pgbouncer=true`,
    async stop() {
      const ended = once(pooler, 'exit')
      pooler.stdin.end()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
