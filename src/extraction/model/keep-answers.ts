import { eq } from 'drizzle-orm'
import type { Deps } from '../../deps.ts'
import type { KeptAnswers } from './kept-answers.ts'
import { modelAnswers } from './model-answers.table.ts'

/** Keeps what a model answered in the database, for some days; a database that is away costs a question, not more. */
export function keepAnswers({ db, log }: Pick<Deps, 'db' | 'log'>): KeptAnswers {
  const forgive = (error: unknown) => log.warn('answers of the model are not kept', { error })
  return {
    async find(key) {
      const ofKey = eq(modelAnswers.key, key)
      const rows = await db
        .select({ answer: modelAnswers.answer })
        .from(modelAnswers)
        .where(ofKey)
        .catch(forgive)
      return rows?.[0]?.answer
    },
    async keep(key, answer, { tokensIn, tokensOut }) {
      await db
        .insert(modelAnswers)
        .values({ key, answer, tokensIn, tokensOut })
        .onConflictDoNothing()
        .catch(forgive)
    },
  }
}
