import type { Deps } from '../deps.ts'
import { createApi } from '../web/api.ts'

export function exportDataApi(_deps: Deps) {
  return createApi('Invoices')
}
