import type { Account } from '../accounts/accounts.table.ts'
import type { Deps } from '../deps.ts'
import type { Language } from '../language.ts'
import type { Attempt, Outcome } from './captures.table.ts'
import { findSession, listAttempts } from './find-session.ts'
import { answerOf, base64 } from './guided-answer.ts'
import { findJoined, type JoinedPicture } from './joined-picture.ts'
import type { Ticket } from './take-picture.ts'

type TellingDeps = Pick<Deps, 'db' | 'files'>

/** How a session stood once this attempt was done; nothing as long as it is not. */
export async function tellOutcome(deps: TellingDeps, ticket: Ticket, language: Language) {
  const attempts = await listAttempts(deps.db, ticket.sessionId)
  const outcome = attempts.find(({ attempt }) => attempt === ticket.attempt)?.outcome
  return outcome && { outcome, answer: await told(deps, ticket, outcome, attempts, language) }
}

/** How it stands now: as the last attempt that is done left it, and whether another one is under way. */
export async function tellSession(
  deps: TellingDeps,
  account: Account,
  sessionId: string,
  language: Language,
) {
  const { status, attempts: count } = await findSession(deps.db, account, sessionId)
  const attempts = await listAttempts(deps.db, sessionId)
  const outcome = attempts.findLast(({ outcome }) => outcome)?.outcome ?? nothingYet
  const standing = await told(deps, { sessionId, attempt: count }, outcome, attempts, language)
  if (status !== 'processing') return { ...standing, status }
  return { ...standing, status, message: underWay[language] }
}

/** Its pictures as one. */
export const tellJoined = ({ jpeg, pictures, quality, saved }: JoinedPicture) => ({
  success: true,
  consolidated_image: base64(jpeg),
  original_images_count: pictures,
  optimization: { quality, format: 'JPEG', size_reduction: `${Math.round(saved * 100)}%` },
})

async function told(
  deps: TellingDeps,
  { sessionId, attempt }: Ticket,
  outcome: Outcome,
  attempts: Attempt[],
  language: Language,
) {
  const isComplete = outcome.status === 'complete'
  return answerOf({
    sessionId,
    attempt,
    outcome,
    language,
    jpeg: isComplete ? (await findJoined(deps, sessionId)).jpeg : undefined,
    sessionTokens: attempts.reduce((sum, { outcome }) => sum + (outcome?.tokensUsed ?? 0), 0),
  })
}

const underWay = { es: 'Estamos leyendo tu foto', en: 'Your photo is being read' }

const nothingYet: Outcome = {
  status: 'needs_retry',
  known: { issuer_name: null, invoice_number: null, date: null, total: null, products: [] },
  missing: [],
  gained: [],
  tokensUsed: 0,
}
