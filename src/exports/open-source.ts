import type { Deps } from '../deps.ts'
import type { Export } from './exports.table.ts'
import { folioSource } from './folio-source.ts'
import type { Source } from './source.ts'

/** Where the documents of an export come from. */
export function openSource(deps: Pick<Deps, 'db' | 'files' | 'transact'>, { request }: Export): Source {
  if (request.source === 'folio') return folioSource(deps, request)
  throw new Error('not yet')
}
