import type { Context } from 'hono'
import { PeoplePage } from '../../views/accounts/people-page.tsx'
import { PersonPage } from '../../views/accounts/person-page.tsx'
import { wordsIn } from '../../views/parts/words.ts'
import type { Deps } from '../deps.ts'
import type { AppError } from '../errors.ts'
import { statusOfKind } from '../web/answer-error.tsx'
import { languageFor, type SignedIn } from '../web/context.ts'
import { listApiTokens } from './api-tokens.ts'
import { findAccount, listAccounts } from './list-accounts.ts'
import { seeCredits } from './see-credits.ts'
import { listSessions } from './sessions.ts'

const perPage = 50
/** What is told after a form led back to the page, by the word in its address. */
const outcomes = {
  changes: 'changed',
  credits: 'granted',
  sessions: 'sessionsEnded',
  token: 'revoked',
} as const
export type Outcome = keyof typeof outcomes

interface ShownPeople {
  typed?: { subject: string; name: string; role: string }
  error?: AppError
}

/** The page of everybody. */
export async function showPeople(
  c: Context<SignedIn>,
  { db }: Pick<Deps, 'db'>,
  { typed, error }: ShownPeople = {},
) {
  const language = languageFor(c)
  const q = (c.req.query('q') ?? '').trim().slice(0, 200)
  const cursor = /^\d{1,15}$/.test(c.req.query('cursor') ?? '') ? Number(c.req.query('cursor')) : undefined
  const { items, nextCursor } = await listAccounts(db, { perPage, q, before: cursor })
  return c.html(
    <PeoplePage
      language={language}
      account={c.var.account}
      people={items}
      q={q}
      cursor={cursor}
      nextCursor={nextCursor}
      typed={typed}
      problem={error?.text[language]}
    />,
    error ? statusOfKind(error.kind) : 200,
  )
}

interface ShownPerson {
  freshToken?: string
  invitation?: string
  error?: AppError
  typed?: (field: string) => string
}

/** The page of one person; what was just made for them is shown this once. */
export async function showPerson(
  c: Context<SignedIn>,
  { db, config }: Pick<Deps, 'db' | 'config'>,
  id: number,
  { error, ...fresh }: ShownPerson = {},
) {
  const language = languageFor(c)
  const person = await findAccount(db, id)
  const [credits, tokens, sessions] = await Promise.all([
    seeCredits({ db, config }, person, c.req.query('cursor')),
    listApiTokens(db, id),
    listSessions(db, id),
  ])
  const done = outcomes[c.req.query('done') as Outcome]
  c.header('Cache-Control', 'no-store')
  return c.html(
    <PersonPage
      language={language}
      account={c.var.account}
      person={person}
      credits={credits}
      usualLimit={config.UPLOAD_LIMIT_PER_HOUR}
      tokens={tokens}
      sessions={sessions}
      {...fresh}
      done={done && wordsIn(language)[done]}
      problem={error?.text[language]}
    />,
    error ? statusOfKind(error.kind) : 200,
  )
}
