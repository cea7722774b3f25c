import { checkInvoice } from '../invoices/check-invoice.ts'
import type { Check } from '../invoices/checks.ts'
import {
  emptyInvoice,
  fieldNames,
  type InvoiceData,
  invoiceData,
  type Provenances,
} from '../invoices/invoice-data.ts'
import type { Log } from '../log.ts'
import { calibrated } from './calibrate.ts'
import { answerBeside, answerOf } from './einvoice/answer.ts'
import { choosePart } from './einvoice/choose-part.ts'
import { withoutElementNames } from './einvoice/without-element-names.ts'
import type { Extraction, Extractor } from './extraction.ts'
import { believeCodes } from './fiscal-codes/believe-codes.ts'
import { codesInFiles } from './fiscal-codes/codes-in-files.ts'
import { readFiscalCodes } from './fiscal-codes/read-fiscal-codes.ts'
import { type Findings, type Found, provenanceOf } from './found.ts'
import { recall } from './memory/recall.ts'
import type { KeptAnswers } from './model/kept-answers.ts'
import { createModel } from './model/model.ts'
import type { ModelSettings } from './model/model-settings.ts'
import { secondOpinion } from './model/second-opinion.ts'
import { readBuiltIn } from './read-built-in.ts'
import { surveyPages } from './survey.ts'

interface Parts {
  model?: ModelSettings | undefined
  /** Where a model's answers are kept, if anywhere. */
  kept?: KeptAnswers
  log: Log
}

/** Believes an e-invoice; else reads pages by itself, and with a model's second opinion where one is configured. */
export function createExtractor({ model: settings, kept, log }: Parts): Extractor {
  const model = settings ? createModel(settings) : null
  return {
    async extract(document, circumstances) {
      const { signal, today, part = 1, isCombined, pictureOf, focus, rulesFor } = circumstances
      signal.throwIfAborted()
      const { files } = document
      const { einvoice, isListing, pages, parts, checks, own } = choosePart(document, part)
      const survey = surveyPages(isListing && einvoice ? [] : pages)
      const read = einvoice
        ? isListing
          ? answerOf(einvoice, pages)
          : answerBeside(einvoice, readBuiltIn(survey).findings, survey)
        : isListing
          ? withoutElementNames(readBuiltIn(survey))
          : readBuiltIn(survey)
      const codes = own([...readFiscalCodes(pages, survey.lines), ...codesInFiles(files)])
      const known = believeCodes(codes, read.findings, survey)
      const recalled = rulesFor ? await recall(known.findings, survey, rulesFor) : known.findings
      const { findings, use } =
        model && !einvoice && focus !== null
          ? await secondOpinion(recalled, survey, { model, kept, log, pictureOf, isCombined, focus, signal })
          : { findings: recalled }
      return {
        ...extractionOf(findings, [...checks, ...stillTrue(read, findings), ...known.checks], today),
        ...(parts > 1 ? { parts } : {}),
        ...(use ? { model: use } : {}),
      }
    },
    async check() {
      await model?.check()
    },
  }
}

/** What was proven of values that something stronger has changed since is proven no longer. */
const stillTrue = ({ findings, checks }: { findings: Findings; checks: Check[] }, now: Findings) =>
  checks.filter(({ about = [] }) => about.every((name) => now[name]?.value === findings[name]?.value))

/** Only values that an invoice may have leave here, each with its proof. */
function extractionOf(findings: Findings, proven: Check[], today: string): Extraction {
  const data: InvoiceData = { ...emptyInvoice }
  const fields: Provenances = {}
  for (const name of fieldNames) {
    const found = findings[name] as Found<unknown> | undefined
    const value = found && invoiceData.shape[name].safeParse(found.value)
    if (!value?.success) continue
    if (!found?.isUnproven) Object.assign(data, { [name]: value.data })
    fields[name] = calibrated(name, provenanceOf({ ...found!, value: value.data }))
  }
  return { data, fields, checks: checkInvoice(data, { today, proven }) }
}
