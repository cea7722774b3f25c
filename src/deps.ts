import type { Config } from './config.ts'
import type { Db } from './db/database.ts'
import type { Files } from './files/files.ts'
import type { Log } from './log.ts'
import type { Transact } from './work.ts'

/** What a verb may ask for. */
export interface Deps {
  config: Config
  db: Db
  transact: Transact
  files: Files
  log: Log
}
