import { readConfig } from '../config.ts'
import { createLog } from '../log.ts'
import { type Command, readArgs } from './call.ts'
import { withWorkspace } from './open-workspace.ts'
import { print } from './print.ts'

/** Brings the tables of Folio and of its queue up to date. */
export const migrate: Command = ({ args, env, language }) => {
  readArgs(args, {})
  return withWorkspace(readConfig(env), createLog('warn'), async ({ migrated }) => {
    for (const name of migrated) await print(`${name}\n`)
    const done = { es: 'La base de datos está al día.\n', en: 'The database is up to date.\n' }
    await print(done[language])
    return 0
  })
}
