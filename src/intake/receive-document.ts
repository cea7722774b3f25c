import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { documentKey, type Files, type Staged } from '../files/files.ts'
import type { ContentType } from '../invoices/content-types.ts'
import { visibleTo } from '../invoices/invoice-filter.ts'
import { type Invoice, type InvoiceSource, invoices } from '../invoices/invoices.table.ts'
import { beginInvoice } from '../invoices/move-invoice.ts'
import type { Work } from '../work.ts'
import { safeFilename } from './safe-filename.ts'
import { requireReadable } from './sniff.ts'

export interface Upload {
  filename: string
  staged: Staged
  source: InvoiceSource
  /** Told by who has looked into it already; else by its first bytes. */
  contentType?: ContentType
  /** What else is part of the commit that makes the invoice. */
  alongside?: (work: Work, invoice: Invoice) => Promise<void>
}

/**
 * Takes in one document: its bytes are durable before the invoice exists, and the invoice, its job and its event
 * exist together. With DUPLICATES the same content (or name) twice is refused, naming the first; not so what comes by v4,
 * whose senders are answered again.
 */
export async function receiveDocument(
  { transact, files, config }: Pick<Deps, 'transact' | 'files' | 'config'>,
  account: Account,
  { filename, staged, source, contentType = requireReadable(staged.head), alongside }: Upload,
): Promise<Invoice> {
  const { sha256, sizeBytes } = staged
  const name = safeFilename(filename, contentType)
  const policy = source === 'ocr_v4' ? 'allow' : config.DUPLICATES
  const key = duplicateKey(policy, account, { sha256, name })
  await staged.keep(documentKey(sha256))
  const invoice = await transact(async (work) => {
    await work.tx.execute(sql`select pg_advisory_xact_lock_shared(hashtextextended(${sha256}, 0))`)
    const first = key && (await findFirst(work, account, policy, { sha256, name }))
    if (first) throw duplicate(first.id)
    const row = {
      accountId: account.id,
      source,
      filename: name,
      contentType,
      sizeBytes,
      sha256,
      duplicateKey: key,
    }
    const begun = await beginInvoice(work, row, account)
    if (!begun) throw duplicate((await findFirst(work, account, policy, { sha256, name }))?.id ?? null)
    await alongside?.(work, begun)
    return begun
  })
  await keepAgainIfRemoved(files, staged)
  return invoice
}

/**
 * Removing the last invoice with these bytes may have emptied the place between storing and committing; it holds
 * the lock exclusively, so once this invoice is committed it can't happen any more.
 */
async function keepAgainIfRemoved(files: Files, staged: Staged) {
  const key = documentKey(staged.sha256)
  if (!(await files.has(key))) await staged.keep(key)
}

interface Identity {
  sha256: string
  name: string
}

function duplicateKey(policy: Deps['config']['DUPLICATES'], account: Account, { sha256, name }: Identity) {
  if (policy === 'allow') return null
  const whose = account.role === 'uploader' ? account.id : 'workspace'
  return `${whose}:${policy === 'content' ? sha256 : name}`
}

async function findFirst(
  { tx }: Work,
  account: Account,
  policy: Deps['config']['DUPLICATES'],
  { sha256, name }: Identity,
) {
  const alike = policy === 'content' ? eq(invoices.sha256, sha256) : eq(invoices.filename, name)
  const [first] = await tx
    .select({ id: invoices.id })
    .from(invoices)
    // the other invoices of a file are no upload, and may outlive theirs
    // nor is what was sent to v4, for it is not kept
    .where(and(alike, eq(invoices.part, 1), ne(invoices.source, 'ocr_v4'), visibleTo(account)))
    .orderBy(asc(invoices.id))
    .limit(1)
  return first
}

const duplicate = (first: number | null) =>
  new AppError(
    'conflict',
    {
      es: first ? `Este documento ya está aquí: es la factura ${first}.` : 'Este documento ya está aquí.',
      en: first ? `This document is here already: it is invoice ${first}.` : 'This document is here already.',
    },
    { code: 'DUPLICATE', extra: { duplicate_of: first } },
  )
