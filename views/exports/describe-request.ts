import type { ExportRequest } from '../../src/exports/export-request.ts'
import type { InvoiceSource } from '../../src/invoices/invoices.table.ts'
import type { Status } from '../../src/invoices/life.ts'
import type { Language } from '../../src/language.ts'
import { fieldLabels, sourceLabels, tabLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'
import { dataFileLabels, exportWordsIn, includedLabels } from './export-words.ts'

/** What was asked for, in a few words: from where, which, and what of them. */
export function describeRequest(request: ExportRequest, language: Language) {
  const t = exportWordsIn(language)
  const where = request.source === 'folio' ? t.folio : `${t.docuware} · ${request.cabinet}`
  const which = request.source === 'folio' ? saidOfFilter(request, language) : fieldsOf(request.filter)
  return {
    title: `${where}${which ? `: ${which}` : ''}`,
    what: request.include.map((each) => includedLabels[each][language]).join(', '),
    formats:
      request.source === 'folio' && request.include.includes('data')
        ? request.data.map((file) => dataFileLabels[file][language]).join(', ')
        : null,
  }
}

type FolioFilter = (ExportRequest & { source: 'folio' })['filter']

function saidOfFilter({ filter, changed_since }: ExportRequest & { source: 'folio' }, language: Language) {
  const since = changed_since && `${exportWordsIn(language).changedSince} ${changed_since.slice(0, 10)}`
  return [...describeFilter(filter, language), ...(since ? [since] : [])].join(', ')
}

/** Each condition in a few words. */
export function describeFilter(filter: FolioFilter, language: Language): string[] {
  const t = wordsIn(language)
  const { ids, ready, status, q, issuer, from, to, min_total, max_total, currency, source, batch } = filter
  const { received_from, received_to, tax_rate, corrected } = filter
  const said: [string | null, string | number | undefined][] = [
    [null, ids && fill(t.chosen, { n: ids.length })],
    [null, ready ? t.ready : undefined],
    [null, status && tabLabels[status as Status][language]],
    [null, q && `“${q}”`],
    [t.issuer, issuer],
    [t.from, from],
    [t.to, to],
    [t.minTotal, min_total],
    [t.maxTotal, max_total],
    [t.currency, currency],
    [t.source, source && sourceLabels[source as InvoiceSource][language]],
    [t.batch, batch],
    [t.receivedFrom, received_from],
    [t.receivedTo, received_to],
    [t.taxRate, tax_rate],
    [t.correctedValue, corrected && fieldLabels[corrected][language]],
  ]
  return said
    .filter(([, value]) => value !== undefined)
    .map(([label, value]) => (label ? `${label} ${value}` : String(value)))
}

const fieldsOf = (filter: Record<string, string | string[]>) =>
  Object.entries(filter)
    .map(([name, value]) => `${name} = ${[value].flat().join('–')}`)
    .join(', ')
