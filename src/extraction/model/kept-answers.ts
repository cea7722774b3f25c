import { createHash } from 'node:crypto'
import type { Cost, Model } from './model.ts'
import { promptFor, promptVersion, type Wanted } from './prompt.ts'

/** Answers that were paid for, by what was asked: a document that is read again asks the same. */
export interface KeptAnswers {
  find(key: string): Promise<string | undefined>
  keep(key: string, answer: string, cost: Cost): Promise<void>
}

/** One and the same for the same words, fields, model and manner of asking. */
export function answerKey({ name, address }: Model, wanted: Wanted): string {
  const asked = JSON.stringify([promptVersion, address, name, promptFor(wanted, '')])
  return createHash('sha256').update(asked).digest('hex')
}
