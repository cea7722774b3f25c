import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Account } from '../accounts/accounts.table.ts'
import { localAdmin } from '../accounts/accounts.ts'
import { bounds, readConfig } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError, StartError } from '../errors.ts'
import { receiveFile } from '../intake/receive-file.ts'
import type { Language } from '../language.ts'
import { createLog } from '../log.ts'
import { type Command, readArgs, wrongUsage } from './call.ts'
import { createProgress, type Outcome } from './import-progress.ts'
import { inOrder } from './in-order.ts'
import { whyNot } from './open-document.ts'
import { withWorkspace } from './open-workspace.ts'
import { print } from './print.ts'

/** Documents are flushed to the disk one by one; a few at once keep it busy. */
const filesAtOnce = 4

/** Hands in every document of a folder, as an upload would; what is here already is counted, not an error. */
export const importFolder: Command = async ({ args, env, language }) => {
  const { positionals } = readArgs(args, { operands: { name: 'DIR', most: 1 } })
  const config = readConfig(env)
  const files = await listFiles(positionals[0]!)
  return withWorkspace(config, createLog('warn'), async ({ deps }) => {
    const admin = await localAdmin(deps.db)
    const progress = createProgress(files.length, language, process.stdout.isTTY === true)
    const work = (file: string) => importFile(deps, admin, file, language)
    for await (const outcomes of inOrder(files, filesAtOnce, work)) await print(progress.tell(outcomes))
    await print(progress.end())
    return progress.count('refused') ? 1 : 0
  })
}

/** Every file below a folder but hidden ones, in an order that a second run repeats. */
async function listFiles(folder: string): Promise<string[]> {
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new StartError(`${folder} is not a folder`, wrongUsage)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(^|[\\/])\.[^.\\/]/.test(file.slice(folder.length)))
    .sort()
}

async function importFile(deps: Deps, admin: Account, file: string, language: Language): Promise<Outcome[]> {
  try {
    const staged = await deps.files.stage(createReadStream(file), bounds.uploadBytes)
    try {
      const received = await receiveFile(deps, admin, { filename: basename(file), staged, source: 'cli' })
      return received.map((each) => {
        if ('invoice' in each) return { file, kind: 'received', invoice: each.invoice.id }
        return refusal(join(dirname(file), each.filename), each.error, language)
      })
    } finally {
      await staged.discard()
    }
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'unavailable') return [refusal(file, error, language)]
    if (isOfFile(error)) return [{ file, kind: 'refused', reason: whyNot(error, language).message }]
    throw error
  }
}

const refusal = (file: string, error: AppError, language: Language): Outcome => ({
  file,
  kind: error.code === 'DUPLICATE' ? 'duplicate' : 'refused',
  reason: error.text[language],
})

/** One file that can't be read; anything else, such as a full disk, would stop the next one too. */
const isOfFile = (error: unknown) =>
  ['ENOENT', 'EACCES', 'EPERM', 'EIO', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '')
