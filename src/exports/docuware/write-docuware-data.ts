import { and, asc, eq, gt, sql } from 'drizzle-orm'
import { bounds } from '../../config.ts'
import type { Db } from '../../db/database.ts'
import type { Cell } from '../../invoices/csv.ts'
import { writeRows } from '../../invoices/write-rows.ts'
import type { DataFile } from '../export-request.ts'
import { type Export, type ExportDocument, exportDocuments } from '../exports.table.ts'
import type { DocuWareData } from './field-values.ts'

const batch = 1_000

/** What DocuWare knows of the documents: in a table, a column for each field that any of them has. */
export async function writeDocuWareData(
  db: Db,
  task: Export,
  file: DataFile,
  seen: (rows: number) => Promise<void>,
) {
  const names = await listFields(db, task)
  return writeRows(file === 'csv' ? 'csv' : 'json', listRows(db, task, seen), {
    sheet: 'Documents',
    columns: [...about, ...names],
    cells: ({ fields, ...row }): Cell[] => [
      ...[row.id, row.title, row.content_type, row.pages, row.created_at, row.modified_at],
      ...[row.files.join('; '), row.error],
      ...names.map((name) => fields[name] ?? null),
    ],
  })
}

const about = ['id', 'title', 'content_type', 'pages', 'created_at', 'modified_at', 'files', 'error']

async function listFields(db: Db, { id }: Export) {
  const rows = await db.execute<{ name: string }>(sql`
    select distinct name from export_documents, jsonb_object_keys(data->'fields') as name
    where export_id = ${id} order by name limit ${bounds.docuware.fields}`)
  return rows.map(({ name }) => name)
}

async function* listRows(db: Db, { id, language }: Export, seen: (rows: number) => Promise<void>) {
  for (let last = 0; ; ) {
    const rows = await db
      .select()
      .from(exportDocuments)
      .where(and(eq(exportDocuments.exportId, id), gt(exportDocuments.position, last)))
      .orderBy(asc(exportDocuments.position))
      .limit(batch)
    if (!rows.length) return
    yield rows.map((row) => asRow(row, language))
    last = rows.at(-1)!.position
    await seen(last)
  }
}

const asRow = ({ documentId, data, files, reason }: ExportDocument, language: Export['language']) => ({
  id: documentId,
  ...(data as DocuWareData),
  files: files ?? [],
  error: reason?.message[language] ?? null,
})
