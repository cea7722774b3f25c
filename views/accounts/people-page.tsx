import { tierOf } from '../../src/accounts/account-limits.ts'
import { type Role, roles } from '../../src/accounts/accounts.table.ts'
import type { ListedAccount } from '../../src/accounts/list-accounts.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { wholeNumber } from '../parts/format.ts'
import { roleLabels, tierLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { Pager } from '../parts/pager.tsx'
import { wordsIn } from '../parts/words.ts'

interface Props {
  language: Language
  account: { name: string; role: Role }
  people: ListedAccount[]
  q: string
  cursor?: number
  nextCursor: number | null
  /** What was typed about somebody who could not be added, and why not. */
  typed?: { subject: string; name: string; role: string }
  problem?: string
}

/** Everybody who may come in, whom an admin looks after here. */
export const PeoplePage = (props: Props) => {
  const { language, account, people, q, cursor, nextCursor, problem } = props
  const t = wordsIn(language)
  const further = (cursor: number) =>
    `/admin?${new URLSearchParams({ ...(q && { q }), cursor: String(cursor) })}`
  return (
    <Layout language={language} title={t.people} account={account}>
      <div class="head">
        <h1>{t.people}</h1>
        <p class="quiet">{t.peopleAre}</p>
      </div>
      <NewPerson {...props} />
      <search>
        <form method="get" action="/admin" class="search filters">
          <label class="hidden" for="q">
            {t.personHint}
          </label>
          <input type="search" id="q" name="q" value={q} placeholder={t.personHint} maxlength={200} />
          <button type="submit">{t.search}</button>
        </form>
      </search>
      <ol class="people">
        {people.map((person) => (
          <Person person={person} language={language} />
        ))}
      </ol>
      {people.length === 0 && !problem && <p class="empty">{t.nothingFound}</p>}
      <Pager
        language={language}
        label={t.people}
        first={cursor === undefined ? undefined : '/admin'}
        next={nextCursor === null ? undefined : further(nextCursor)}
      />
    </Layout>
  )
}

const NewPerson = ({ language, typed, problem }: Props) => {
  const t = wordsIn(language)
  return (
    <details class="panel add-person" open={problem !== undefined}>
      <summary>{t.addPerson}</summary>
      {problem && (
        <Notice kind="bad" focus>
          {problem}
        </Notice>
      )}
      <form method="post" action="/admin/people" class="short">
        <div class="labelled wide">
          <label for="subject">{t.userName}</label>
          <input
            id="subject"
            name="subject"
            value={typed?.subject}
            maxlength={200}
            required
            autocapitalize="none"
            autocomplete="off"
            spellcheck={false}
          />
        </div>
        <div class="labelled wide">
          <label for="full-name">{t.fullName}</label>
          <input id="full-name" name="name" value={typed?.name} maxlength={200} autocomplete="off" />
        </div>
        <div class="labelled">
          <label for="role">{t.role}</label>
          <select id="role" name="role">
            {roles.toReversed().map((role) => (
              <option value={role} selected={role === typed?.role}>
                {roleLabels[role][language]}
              </option>
            ))}
          </select>
        </div>
        <button type="submit" class="primary">
          {t.addPerson}
        </button>
      </form>
    </details>
  )
}

const Person = ({
  person: { account, balance },
  language,
}: {
  person: ListedAccount
  language: Language
}) => {
  const t = wordsIn(language)
  return (
    <li class="person">
      <div class="who-is">
        <a href={`/admin/people/${account.id}`}>{account.name}</a>
        <span class="quiet">{account.subject}</span>
      </div>
      <span class={`badge ${account.disabledAt ? 'failed' : account.role === 'admin' ? 'processed' : ''}`}>
        {account.disabledAt ? t.disabled : roleLabels[account.role][language]}
      </span>
      <span class="quiet">{tierLabels[tierOf(account)][language]}</span>
      <span class="amount">
        <strong>{wholeNumber(balance, language)}</strong> <span class="quiet">{t.credits}</span>
      </span>
    </li>
  )
}
