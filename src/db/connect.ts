import postgres from 'postgres'

/** What every connection of this process is called, so that processes sharing a database can tell each other. */
export const applicationName = `folio:${process.pid}`

export interface ConnectOptions {
  max: number
  applicationName?: string
  /** 0 for no limit. */
  statementMs: number
  /** Keeps its sessions for good, where others end when idle, or old. */
  lasting?: boolean
  onnotice?: (notice: postgres.Notice) => void
}

/** Opens a pool on a database. It connects when first asked, and again by itself after a loss. */
export function connect(url: string, options: ConnectOptions) {
  const { address, path, isPooled, prepare } = readUrl(url)
  return postgres(address, {
    ...(path && { path }),
    max: options.max,
    prepare,
    connect_timeout: 10,
    idle_timeout: options.lasting ? 0 : 120,
    ...(options.lasting && { max_lifetime: 0 }),
    // Seconds. The driver's own grows to 20 s, long after a restarted database answers again.
    backoff: (attempt) => Math.min(0.02 * 2 ** attempt, 0.25),
    onnotice: options.onnotice ?? (() => {}),
    connection: {
      application_name: options.applicationName ?? applicationName,
      // a pooler refuses settings of a session that is not one client's own
      ...(!isPooled && { statement_timeout: options.statementMs }),
    },
  })
}

// What libpq and other drivers know and the server would refuse as a setting of its own.
const notForTheServer = ['host', 'port', 'channel_binding', 'gssencmode', 'pgbouncer', 'connect_timeout']

function readUrl(url: string) {
  const address = new URL(url)
  const query = address.searchParams
  const host = query.get('host')
  const port = query.get('port') ?? (address.port || '5432')
  const isPooled = query.get('pgbouncer') === 'true'
  const prepare = !isPooled && query.get('prepare') !== 'false'
  if (host && !host.startsWith('/')) address.hostname = host
  if (query.has('port')) address.port = port
  for (const name of notForTheServer) query.delete(name)
  return {
    address: address.href,
    path: host?.startsWith('/') && `${host}/.s.PGSQL.${port}`,
    isPooled,
    prepare,
  }
}
