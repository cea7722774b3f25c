import { createHash } from 'node:crypto'
import type { FieldName } from '../../invoices/invoice-data.ts'
import type { Line } from '../text-lines.ts'
import type { Cost, Model } from './model.ts'
import { promptFor, promptVersion } from './prompt.ts'

/** Answers that were paid for, by what was asked: a document that is read again asks the same. */
export interface KeptAnswers {
  find(key: string): Promise<string | undefined>
  keep(key: string, answer: string, cost: Cost): Promise<void>
}

/** One and the same for the same words, fields, model and manner of asking. */
export function answerKey({ name, address }: Model, lines: Line[], names: FieldName[]): string {
  const asked = JSON.stringify([promptVersion, address, name, promptFor(lines, names, '')])
  return createHash('sha256').update(asked).digest('hex')
}
