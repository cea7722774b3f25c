import type { Deps } from '../deps.ts'
import { docuWareSource } from './docuware/docuware-source.ts'
import type { Ingest } from './docuware/fetch-document.ts'
import type { Export } from './exports.table.ts'
import { folioSource } from './folio-source.ts'
import type { Source } from './source.ts'

/** Where the documents of an export come from. */
export const openSource = (deps: Deps & { ingest: Ingest }, task: Export): Source =>
  task.request.source === 'folio' ? folioSource(deps, task.request) : docuWareSource(deps, task, task.request)
