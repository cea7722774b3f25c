import { localAdmin } from '../accounts/accounts.ts'
import { createBearer } from '../accounts/bearer.ts'
import { createSignInToken } from '../accounts/sign-in-links.ts'
import { bounds, type Config, readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type Folio, startFolio } from '../main.ts'
import { type Command, readArgs } from './call.ts'
import { startAfresh } from './start-afresh.ts'

/** Serves until told to stop; prints where to open it, a link that signs in once, and a token for programs. */
export const serve: Command = async ({ args, env }) => {
  readArgs(args, {})
  return runUntilTold(readConfig(env))
}

/** The same without the web, whatever ROLE says. */
export const work: Command = async ({ args, env }) => {
  readArgs(args, {})
  return runUntilTold(readConfig({ ...env, ROLE: 'worker' }))
}

async function runUntilTold(config: Config): Promise<number> {
  const log = createLog(config.LOG_LEVEL)
  const stopped = stopSignal()
  const folio = await startFolio(config, log)
  process.stdout.write(folio.address ? await welcome(config, folio) : 'Folio works. Stop it with Ctrl+C.\n')
  log.info('started', { role: config.ROLE, pid: process.pid })
  const signal = await Promise.race([stopped, folio.stuck])
  log.info('stopping', { signal: signal ?? 'threads hang' })
  const late = setTimeout(async () => process.exit(signal ? 1 : await startAfresh()), bounds.stopMs)
  await folio.stop()
  clearTimeout(late)
  log.info('stopped')
  return signal ? 0 : startAfresh()
}

const stopSignal = () =>
  new Promise<string>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.once(signal, () => resolve(signal))
  })

async function welcome(config: Config, { address, deps, secret }: Folio) {
  // all interfaces are no address that a browser could open
  const base = config.PUBLIC_URL ?? address?.replace(/\/\/(0\.0\.0\.0|\[::\])/, '//localhost')
  if (config.AUTH === 'off')
    return `\nFolio is open to this machine only, without sign-in (AUTH=off):\n  ${base}/\n\n`
  const admin = await localAdmin(deps.db)
  const token = await createBearer(admin.subject, 24 * 3600, secret)
  return `
Folio is running. Open it in the browser (this link signs in once, within ${bounds.signInLinkMinutes} minutes):
  ${base}/sign-in?token=${await createSignInToken(deps.db, admin)}

Or from the command line (this token is good for 24 hours):
  export FOLIO_TOKEN=${token}
  curl -H "Authorization: Bearer $FOLIO_TOKEN" ${base}/api/invoices/

`
}
