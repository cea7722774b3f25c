import type { z } from 'zod'
import { invoiceFilter } from '../invoices/invoice-filter.ts'
import type { Language } from '../language.ts'
import { type ExportRequest, exportRequest } from './export-request.ts'
import { type Period, periods } from './exports.table.ts'

/** A form as it was filled in, and what is wrong with it. */
export interface FormState {
  values: Partial<Record<string, string>>
  lists: Partial<Record<string, string[]>>
  faults: ReadonlyMap<string, string>
}

interface Asked {
  request: ExportRequest
  /** Again and again, if not once. */
  every?: Period
  onlyNew: boolean
}

const filterNames = Object.keys(invoiceFilter.shape)
const fromAddress = [...filterNames, 'of', 'cabinet']
const lists = ['include', 'data', 'columns']
const nothing: FormState = { values: {}, lists: {}, faults: new Map() }

/** A form filled in by an address: a list of invoices leads here with its filter. */
export const stateOfAddress = (query: Record<string, string>): FormState => ({
  ...nothing,
  values: Object.fromEntries(
    Object.entries(query).filter(([name, value]) => fromAddress.includes(name) && value),
  ),
})

/** What a form asks for; without it, what is wrong stands in the form's state. */
export function readExportForm(form: FormData, language: Language): { state: FormState; asked?: Asked } {
  const state = stateOf(form)
  const parsed = exportRequest.safeParse(asRequest(state))
  if (!parsed.success) return { state: { ...state, faults: faultsOf(parsed.error, language, state) } }
  const { every, only_new } = state.values
  const period = periods.find((each) => each === every)
  return { state, asked: { request: parsed.data, every: period, onlyNew: only_new !== undefined } }
}

/** A form sends its empty fields too: they were not given. */
function stateOf(form: FormData): FormState {
  const given = [...form].flatMap(([name, value]) =>
    typeof value === 'string' && value.trim() ? [[name, value] as const] : [],
  )
  return {
    ...nothing,
    values: Object.fromEntries(given.filter(([name]) => !lists.includes(name))),
    lists: Object.fromEntries(
      lists.map((list) => [list, given.filter(([name]) => name === list).map(([, value]) => value)]),
    ),
  }
}

const asRequest = (state: FormState) =>
  isOfDocuWare(state) ? asDocuWareRequest(state) : asFolioRequest(state)

export const isOfDocuWare = ({ values }: FormState) => values.of === 'docuware'

const asFolioRequest = ({ values, lists }: FormState) => ({
  source: 'folio',
  include: lists.include,
  ...(lists.include?.includes('data') && { data: lists.data }),
  // none chosen are all
  ...(lists.columns?.length && { columns: lists.columns }),
  filter: Object.fromEntries(filterNames.flatMap((name) => (values[name] ? [[name, values[name]]] : []))),
})

const asDocuWareRequest = ({ values, lists }: FormState) => ({
  source: 'docuware',
  include: lists.include,
  cabinet: values.cabinet,
  dialog: values.dialog,
  files: values.files,
  ingest: values.ingest !== undefined,
  filter: fieldsOf(values.fields ?? ''),
})

/** `COMPANY=Olmo*` or `ISSUED=2026-01-01..2026-03-31`, one a line. */
const fieldsOf = (text: string) =>
  Object.fromEntries(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean)
      .map((line) => {
        const [name = '', ...value] = line.split('=')
        const range = value.join('=').split('..')
        return [name.trim(), range.length === 2 ? range.map((end) => end.trim()) : value.join('=').trim()]
      }),
  )

function faultsOf({ issues }: z.ZodError, language: Language, state: FormState) {
  return new Map(
    issues.map(({ path: [name, inside] }) => {
      if (name === 'filter') return [isOfDocuWare(state) ? 'fields' : String(inside), notUnderstood[language]]
      return [String(name), (lists.includes(String(name)) ? chooseSome : notUnderstood)[language]]
    }),
  )
}

const chooseSome = {
  es: 'Elige al menos una cosa que incluir.',
  en: 'Choose at least one thing to include.',
}
const notUnderstood = {
  es: 'Falta, o no se entiende.',
  en: 'It is missing, or can’t be understood.',
}
