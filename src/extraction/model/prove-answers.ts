import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Findings, Found } from '../found.ts'
import { placesOf } from '../prove.ts'
import type { Survey } from '../survey.ts'
import { findMisread } from './find-misread.ts'
import type { ModelValues } from './model-answer.ts'

/** A value that the page shows, one that it shows with letters misread, and one that it doesn't: never certain. */
const proven = 0.8
const misread = 0.6
const unproven = 0.3

/**
 * A model's answers as findings: each looked for on the page, with its place or with little certainty. What isn't in
 * the text that a program wrote is invented; a recognised page may have lost it.
 */
export function proveAnswers(values: ModelValues, survey: Survey): Findings {
  const isRecognised = survey.lines.every(({ source }) => source === 'ocr')
  const findings: Record<string, Found<unknown>> = {}
  for (const [name, value] of Object.entries(values) as [FieldName, unknown][]) {
    const places = placesOf(name, value, survey)
    const nearly =
      places.length === 0 && typeof value === 'string' ? findMisread(name, value, survey.lines) : []
    const confidence = places.length > 0 ? proven : nearly.length > 0 ? misread : unproven
    const spans = places.length > 0 ? places : nearly
    findings[name] = {
      value,
      confidence,
      spans,
      source: 'llm',
      isUnproven: spans.length === 0 && !isRecognised,
    }
  }
  return findings as Findings
}
