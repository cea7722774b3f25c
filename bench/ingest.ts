/**
 * How many invoices a second Folio takes in and stores, and what one costs: `bun bench/ingest.ts [--runs 3] [--load DIR]
 * [--crash 5]`. It starts Folio on an empty folder, as its user would, and has the load generator in DIR post batches of
 * 1, 100 and 1000, and a storm of one key. Beside each stands what the system that Folio replaces did under the same load;
 * machines differ, so what is to be compared is the last column. With --crash it also kills, half way and again and again,
 * the server, the database and both, and counts what was lost or done twice.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { readLock } from '../src/db/postmaster.ts'
import { isAlive } from '../src/db/processes.ts'

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    load: { type: 'string', default: '../shared/bench' },
    crash: { type: 'string', default: '0' },
    port: { type: 'string', default: '3977' },
  },
})

/** Of the old system, medians of three: requests a second, invoices to the end a second, CPU seconds for a thousand. */
const old = {
  1: { requests: 727, stored: 418, cpu: 2.5 },
  100: { requests: 625, stored: 30_700, cpu: 0.055 },
  1000: { requests: 205, stored: 58_800, cpu: 0.028 },
} as const
/** What Folio must reach at least, as ratios to that. */
const floors = {
  1: { stored: 10, cpu: 1 / 10 },
  100: { stored: 2, cpu: 1 / 3 },
  1000: { stored: 2, cpu: 1 / 2 },
} as const

const root = join(import.meta.dirname, '..')
const folder = await mkdtemp(join(tmpdir(), 'folio-ingest-'))
const dataDir = join(folder, 'data')
const address = `http://127.0.0.1:${values.port}`

/** Starts Folio and returns when it is ready; the load generator calls it too. */
const start = join(folder, 'start.sh')
await Bun.write(
  start,
  `cd ${root}
  AUTH=off PORT=${values.port} DATA_DIR=${dataDir} ${process.execPath} run src/cli/folio.ts serve >/dev/null 2>&1 &
  echo $! > ${folder}/pid
  for i in $(seq 300); do curl -sf ${address}/readyz >/dev/null && exit 0; sleep 0.1; done; exit 1`,
)
const pidOfServer = async () => Number(await Bun.file(join(folder, 'pid')).text())
const pidOfPostgres = () => readLock(join(dataDir, 'postgres/postmaster.pid'))?.pid ?? 0
const stored = `curl -s ${address}/api/invoices/status-summary/ | sed 's/.*"total":\\([0-9]*\\).*/\\1/'`

try {
  if (spawnSync('sh', [start], { stdio: ['ignore', 'ignore', 'inherit'] }).status)
    throw new Error('Folio did not start')
  await measure()
  await storm()
  if (Number(values.crash)) await crash(Number(values.crash))
} finally {
  const [server, postgres] = [await pidOfServer(), pidOfPostgres()]
  process.kill(server, 'SIGTERM')
  while (isAlive(postgres)) await Bun.sleep(100)
  await rm(folder, { recursive: true, force: true })
}
process.exit(0)

/** Runs a script of the load generator, and gives what it printed. */
async function load(script: string, args: string[]) {
  const child = spawn('node', [join(resolve(root, values.load), script), `${address}/facturas/`, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  for await (const piece of child.stdout) printed += piece
  return printed
}

async function measure() {
  const pids = `echo ${await pidOfServer()} ${pidOfPostgres()}`
  const more = ['--runs', values.runs, '--count-cmd', stored, '--pids-cmd', pids]
  const printed = await load('load.mjs', ['--batch', '1,100,1000', ...more])
  const header = [
    'batch',
    'requests/s',
    'p99 ms',
    'stored/s',
    'was',
    'ratio',
    'CPU s/1000',
    'was',
    'ratio',
    'others',
  ]
  console.log(row(header))
  for (const [, json] of printed.matchAll(/^MEDIAN (.*)$/gm)) {
    const is = JSON.parse(json!)
    const size = is.batch as keyof typeof old
    const [was, floor] = [old[size], floors[size]]
    const [faster, cheaper] = [is.processed_inv_s / was.stored, is.cpu_s_per_1000inv / was.cpu]
    console.log(
      row([
        size,
        is.req_s,
        is.p99_ms,
        is.processed_inv_s,
        was.stored,
        `${faster.toFixed(1)}${faster < floor.stored ? ' under' : ''}`,
        is.cpu_s_per_1000inv,
        was.cpu,
        `${cheaper.toFixed(2)}${cheaper > floor.cpu ? ' over' : ''}`,
        `${is.others_cores} cores`,
      ]) + (is.missing ? `  ${is.missing} missing` : ''),
    )
  }
}

async function storm() {
  const printed = await load('load.mjs', ['--storm', '200', '--runs', '3', '--count-cmd', stored])
  for (const line of printed.trim().split('\n')) {
    const { codes, ms, invoices_processed, expected } = JSON.parse(line)
    console.log(
      `200 with one key: ${JSON.stringify(codes)} in ${ms} ms, ${invoices_processed} invoices of ${expected}`,
    )
  }
}

/** Kills, restarts and counts; what is stored is asked of the export of data, as any client would. */
async function crash(rounds: number) {
  const killServer = `kill -9 $(cat ${folder}/pid)`
  const killPostgres = `kill -9 $(head -n 1 ${dataDir}/postgres/postmaster.pid)`
  const ledger = `curl -s '${address}/api/invoices/data?format=ndjson' | grep -o '"invoice_number":"[^"]*"' | cut -d'"' -f4`
  const ways = {
    server: [killServer, `sh ${start}`],
    database: [killPostgres, 'true'],
    everything: [`${killServer}; ${killPostgres}`, `sh ${start}`],
  }
  for (const [what, [kill, restart]] of Object.entries(ways))
    for (let round = 1; round <= rounds; round++) {
      const commands = ['--kill-cmd', kill!, '--restart-cmd', restart!, '--ledger-cmd', ledger]
      const is = JSON.parse(await load('crash.mjs', commands))
      const answers = `${JSON.stringify(is.first_answers)}, again ${JSON.stringify(is.retry_answers)}`
      console.log(
        `${what} killed, ${round}: lost after 202 ${is.lost_acked}, lost after 409 ${is.lost_409}, twice ${is.dup_processed} (${answers})`,
      )
    }
}

function row(cells: (string | number)[]) {
  return cells.map((cell) => String(cell).padStart(12)).join('')
}
