import { checkInvoice } from '../invoices/check-invoice.ts'
import {
  emptyInvoice,
  fieldNames,
  type InvoiceData,
  invoiceData,
  type Provenances,
} from '../invoices/invoice-data.ts'
import type { Log } from '../log.ts'
import type { Extraction, Extractor } from './extraction.ts'
import { type Findings, type Found, provenanceOf } from './found.ts'
import { createModel, type Model, type ModelSettings, reasonOf } from './model.ts'
import { proveAnswers } from './prove.ts'
import { readBuiltIn } from './read-built-in.ts'
import { reconcile } from './reconcile.ts'
import { type Survey, surveyPages } from './survey.ts'

/** Reads fields out of pages by itself, and with a model's second opinion where one is configured. */
export function createExtractor({ model: settings, log }: { model?: ModelSettings; log: Log }): Extractor {
  const model = settings ? createModel(settings) : null
  return {
    async extract({ pages }, { signal, today }) {
      signal.throwIfAborted()
      const survey = surveyPages(pages)
      const builtIn = readBuiltIn(survey)
      const second = model && survey.lines.length > 0 ? await opinionOf(model, survey, signal, log) : null
      signal.throwIfAborted()
      return extractionOf(second ? reconcile(builtIn, second) : builtIn, today)
    },
    async check() {
      await model?.check()
    },
  }
}

/** A model that is down, slow or talks nonsense costs a warning, never the invoice. */
async function opinionOf(
  model: Model,
  survey: Survey,
  signal: AbortSignal,
  log: Log,
): Promise<Findings | null> {
  try {
    return proveAnswers(await model.read(survey.lines, signal), survey)
  } catch (error) {
    if (signal.aborted) return null
    log.warn('the model gave no usable answer; going on without it', { reason: reasonOf(error) })
    return null
  }
}

/** Only values that an invoice may have leave here, each with its proof. */
function extractionOf(findings: Findings, today: string): Extraction {
  const data: InvoiceData = { ...emptyInvoice }
  const fields: Provenances = {}
  for (const name of fieldNames) {
    const found = findings[name] as Found<unknown> | undefined
    const value = found && invoiceData.shape[name].safeParse(found.value)
    if (!value?.success) continue
    Object.assign(data, { [name]: value.data })
    fields[name] = provenanceOf({ ...found!, value: value.data })
  }
  return { data, fields, checks: checkInvoice(data, { today }) }
}
