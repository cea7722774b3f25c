import { and, eq, inArray, sql } from 'drizzle-orm'
import { bounds } from '../../config.ts'
import type { Tx } from '../../db/database.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import { advance } from '../advance-export.ts'
import type { DocuWareRequest } from '../export-request.ts'
import { type Export, exportDocuments } from '../exports.table.ts'
import type { Source } from '../source.ts'
import { docuWareOf, type Settings } from './docuware-client.ts'
import { away, isOfOneDocument } from './docuware-faults.ts'
import { fetchDocument, type Ingest } from './fetch-document.ts'
import { dataOf } from './field-values.ts'
import { findCabinet, findOrganisation, followPage, nextPage, search } from './platform.ts'
import type { FoundDocument, Result } from './platform-json.ts'
import { writeDocuWareData } from './write-docuware-data.ts'

type SourceDeps = Pick<Deps, 'db' | 'transact'> & { config: Settings; ingest: Ingest }

/** The documents of a DocuWare file cabinet: they are listed page by page, and fetched one by one. */
export function docuWareSource(deps: SourceDeps, task: Export, request: DocuWareRequest): Source {
  const docuware = docuWareOf(deps.config)
  const hasFiles = request.include.includes('documents') || request.ingest
  let cabinet: Promise<string> | undefined
  const cabinetId = (signal: AbortSignal) => {
    cabinet ??= findOrganisation(docuware, deps.config.DOCUWARE_ORG, signal)
      .then(({ Id }) => findCabinet(docuware, Id, request.cabinet, signal))
      .then(({ Id }) => Id)
      .catch(patiently)
    return cabinet
  }

  return {
    hasFiles,
    dataFiles: request.include.includes('data') ? ['json', 'csv'] : [],
    async list(now, signal) {
      const page = now.cursor
        ? await followPage(docuware, now.cursor, signal).catch((error) => beginAgain(deps, now, error))
        : await search(docuware, await cabinetId(signal), request, signal).catch(patiently)
      return keepPage(deps, now, page)
    },
    async open() {
      return async ({ documentId, data }, signal) => {
        const place = { docuware, cabinetId: await cabinetId(signal), documentId }
        try {
          return await fetchDocument(
            place,
            request,
            { data, ingest: deps.ingest, accountId: task.accountId },
            signal,
          )
        } catch (error) {
          if (isOfOneDocument(error)) return { files: [], reason: { code: error.code, message: error.text } }
          throw error
        }
      }
    },
    write: async (now, file, seen) => writeDocuWareData(deps.db, now, file, seen),
  }
}

/** The list goes on behind what is known; a page that brings nothing new is the last. */
async function keepPage({ transact }: SourceDeps, task: Export, page: Result) {
  const next = nextPage(page)
  return transact(async (work) => {
    const items = [...new Map(page.Items.map((item) => [item.Id, item])).values()]
    const ids = items.map(({ Id }) => Id)
    const rows = await work.tx
      .select({ id: exportDocuments.documentId })
      .from(exportDocuments)
      .where(and(eq(exportDocuments.exportId, task.id), inArray(exportDocuments.documentId, ids)))
    const known = new Set(rows.map(({ id }) => id))
    const fresh = items.filter(({ Id }) => !known.has(Id))
    const total = task.total + fresh.length
    if (total > bounds.exportDocuments) throw tooMany()
    await insertAll(work.tx, task, fresh)
    const listed = !next || next === task.cursor || !fresh.length
    return advance(work, task, { total, listed, cursor: listed ? null : next })
  })
}

const insertAll = (tx: Tx, { id, total }: Export, fresh: FoundDocument[]) =>
  tx.execute(sql`
    insert into export_documents (export_id, position, document_id, data)
    select ${id}, ${total} + position, document_id, data from jsonb_to_recordset(${JSON.stringify(
      fresh.map((document, index) => ({
        position: index + 1,
        document_id: document.Id,
        data: dataOf(document),
      })),
    )}::text::jsonb) as row (position integer, document_id text, data jsonb)`)

const statusOf = (error: unknown) => (error instanceof AppError ? Number(error.extra.status ?? 0) : 0)

/** A search that the server has forgotten is begun again, later; nothing of it has been packed by then. */
async function beginAgain({ transact }: SourceDeps, task: Export, error: unknown): Promise<never> {
  const status = statusOf(error)
  if (status < 400 || status >= 500) return patiently(error)
  await transact(async (work) => {
    await work.tx.delete(exportDocuments).where(eq(exportDocuments.exportId, task.id))
    await advance(work, task, { cursor: null, total: 0 })
  })
  throw away(error)
}

/** Where there is no list there is nothing else to go on with: what may pass is waited for. */
function patiently(error: unknown): never {
  const brokenOff = error instanceof AppError && error.code === 'DOCUWARE_BROKEN_OFF'
  throw brokenOff || statusOf(error) >= 500 ? away(error) : error
}

const tooMany = () =>
  new AppError('too-large', {
    es: `Son más de ${bounds.exportDocuments} documentos: acota el filtro.`,
    en: `That is more than ${bounds.exportDocuments} documents: narrow the filter.`,
  })
