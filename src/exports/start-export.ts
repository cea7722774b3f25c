import type { Account } from '../accounts/accounts.table.ts'
import { bounds } from '../config.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { requireReviewer } from '../invoices/permissions.ts'
import type { Language } from '../language.ts'
import type { Work } from '../work.ts'
import { progressOf } from './export-json.ts'
import { countUnfinished, findExport } from './export-queries.ts'
import type { ExportRequest } from './export-request.ts'
import { allExports, type Export, type ExportId } from './exports.table.ts'

type StartDeps = Pick<Deps, 'transact' | 'config' | 'db'>

/** Begins an export; what it is about is found out by the job. */
export function startExport(
  { transact, config }: StartDeps,
  account: Account,
  request: ExportRequest,
  language: Language,
): Promise<Export> {
  requireSource(config, account, request)
  return transact(async (work) => {
    if ((await countUnfinished(work.tx, account)) >= bounds.exportsUnfinished) throw tooMany()
    return beginExport(work, { accountId: account.id, request, language })
  })
}

/** The same export once more, with what there is now. */
export async function repeatExport(deps: StartDeps, account: Account, id: ExportId, language: Language) {
  const { request } = await findExport(deps.db, account, id)
  return startExport(deps, account, request, language)
}

export function requireSource(config: Deps['config'], account: Account, { source }: ExportRequest) {
  if (source === 'docuware') requireDocuWare(config, account)
}

/** What comes from elsewhere is fetched with the server's credentials, so not everybody may ask for it. */
export function requireDocuWare({ DOCUWARE_URL }: Deps['config'], account: Account) {
  requireReviewer(account)
  if (!DOCUWARE_URL) throw notConfigured()
}

interface Beginning {
  accountId: number
  request: ExportRequest
  language: Language
  scheduleId?: number
}

/** The row, its job and the word about it. */
export async function beginExport(work: Work, beginning: Beginning): Promise<Export> {
  const [row] = await work.tx
    .insert(allExports)
    .values({ ...beginning, source: beginning.request.source, status: 'queued' })
    .returning()
  await work.enqueue('run-export', { exportId: row!.id })
  work.announce(progressOf(row!, null))
  return row!
}

const tooMany = () =>
  new AppError('too-many', {
    es: `Ya tienes ${bounds.exportsUnfinished} exportaciones en marcha: espera a que acabe alguna.`,
    en: `You have ${bounds.exportsUnfinished} exports under way: wait until one of them is done.`,
  })

const notConfigured = () =>
  new AppError(
    'invalid',
    {
      es: 'No hay ningún DocuWare configurado: el administrador pone DOCUWARE_URL.',
      en: 'No DocuWare is configured: the administrator sets DOCUWARE_URL.',
    },
    { code: 'NO_DOCUWARE' },
  )
