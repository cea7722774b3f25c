import { type Account, type Role, roles, tiers } from '../../src/accounts/accounts.table.ts'
import type { ListedToken } from '../../src/accounts/api-tokens.ts'
import type { Credits } from '../../src/accounts/see-credits.ts'
import type { ListedSession } from '../../src/accounts/sessions.ts'
import { bounds } from '../../src/config.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { roleLabels, tierLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { CreditsPanel } from './credits-panel.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { TokensPanel } from './tokens-panel.tsx'

interface Props {
  language: Language
  account: { name: string; role: Role }
  person: Account
  credits: Credits
  /** What everybody may upload an hour who was given no limit of their own. */
  usualLimit: number
  tokens: ListedToken[]
  freshToken?: string
  sessions: ListedSession[]
  /** The link just made, shown this once. */
  invitation?: string
  done?: string
  /** What was wrong with a form, and what was typed into each of its fields. */
  problem?: string
  typed?: (field: string) => string
}

/** One person, for an admin: what they may do, what they have, how they come in. */
export const PersonPage = (props: Props) => {
  const { language, account, person, credits, tokens, freshToken, sessions, done, problem } = props
  const t = wordsIn(language)
  const address = `/admin/people/${person.id}`
  return (
    <Layout language={language} title={person.name} account={account}>
      <div class="head">
        <div class="ways">
          <a href="/admin">← {t.people}</a>
        </div>
        <h1>{person.name}</h1>
        <p class="about quiet">
          <span>{person.subject}</span>
          <span class="badge">{roleLabels[person.role][language]}</span>
          {person.disabledAt && <span class="badge failed">{t.disabled}</span>}
        </p>
      </div>
      {problem && (
        <Notice kind="bad" focus>
          {problem}
        </Notice>
      )}
      {done && <Notice kind="good">{done}</Notice>}
      <div class="panels">
        <div>
          <Permissions {...props} address={address} t={t} />
          <CreditsPanel language={language} credits={credits} address={address}>
            <Grant {...props} address={address} t={t} />
          </CreditsPanel>
        </div>
        <div>
          <Access {...props} address={address} t={t} />
          <SessionsPanel language={language} sessions={sessions} address={address} />
          <TokensPanel language={language} tokens={tokens} fresh={freshToken} address={address} />
        </div>
      </div>
    </Layout>
  )
}

type PartProps = Props & { address: string; t: Words }

const Permissions = ({ person, usualLimit, typed, language, address, t }: PartProps) => (
  <section class="panel" aria-labelledby="may-do">
    <h2 id="may-do">{t.mayDo}</h2>
    <form method="post" action={`${address}/changes`} class="short">
      <div class="labelled">
        <label for="role">{t.role}</label>
        <select id="role" name="role">
          {roles.map((role) => (
            <option value={role} selected={role === (typed?.('role') || person.role)}>
              {roleLabels[role][language]}
            </option>
          ))}
        </select>
      </div>
      <div class="labelled">
        <label for="tier">{t.tier}</label>
        <select id="tier" name="tier">
          {tiers.map((tier) => (
            <option value={tier} selected={tier === (typed?.('tier') || person.tier)}>
              {tierLabels[tier][language]}
            </option>
          ))}
        </select>
      </div>
      <div class="labelled">
        <label for="trust">{t.trust}</label>
        <input
          type="number"
          id="trust"
          name="trustScore"
          min="0"
          max="100"
          required
          value={typed?.('trustScore') || person.trustScore}
          aria-describedby="trust-is"
        />
        <small id="trust-is" class="quiet">
          {fill(t.trustIs, { least: bounds.premiumTrustScore })}
        </small>
      </div>
      <div class="labelled">
        <label for="limit">{t.uploadLimit}</label>
        <input
          type="number"
          id="limit"
          name="uploadLimitPerHour"
          min="0"
          max={bounds.uploadLimitPerHour}
          value={typed?.('uploadLimitPerHour') || (person.uploadLimitPerHour ?? undefined)}
          aria-describedby="limit-is"
        />
        <small id="limit-is" class="quiet">
          {fill(t.uploadLimitIs, { limit: usualLimit })}
        </small>
      </div>
      <button type="submit">{t.change}</button>
    </form>
  </section>
)

const Grant = ({ typed, address, t }: PartProps) => (
  <form method="post" action={`${address}/credits`} class="short">
    <div class="labelled">
      <label for="amount">{t.amount}</label>
      <input
        id="amount"
        name="amount"
        class="amount"
        value={typed?.('amount')}
        inputmode="numeric"
        pattern="-?[0-9]{1,12}"
        required
        autocomplete="off"
        aria-describedby="grant-is"
      />
      <small id="grant-is" class="quiet">
        {t.grantIs}
      </small>
    </div>
    <div class="labelled wide">
      <label for="reason">{t.reason}</label>
      <input
        id="reason"
        name="reason"
        value={typed?.('reason')}
        maxlength={200}
        required
        autocomplete="off"
      />
    </div>
    <button type="submit">{t.grant}</button>
  </form>
)

const Access = ({ person, invitation, address, t }: PartProps) => (
  <section class="panel" aria-labelledby="access">
    <h2 id="access">{t.waysIn}</h2>
    {invitation && (
      <Notice kind="good" focus>
        <p>{fill(t.invitation, { name: person.name })}</p>
        <code class="shown-once">{invitation}</code>
      </Notice>
    )}
    {!person.disabledAt && (
      <form method="post" action={`${address}/invitation`}>
        <p class="quiet">{fill(t.inviteIs, { days: bounds.invitationDays })}</p>
        <button type="submit">{t.invite}</button>
      </form>
    )}
    {person.subject !== 'admin' && (
      <form method="post" action={`${address}/state`}>
        {!person.disabledAt && <p class="quiet">{t.disableIs}</p>}
        <button
          type="submit"
          name="disabled"
          value={person.disabledAt ? 'false' : 'true'}
          class={person.disabledAt ? '' : 'danger'}
        >
          {person.disabledAt ? t.enable : t.disable}
        </button>
      </form>
    )}
  </section>
)
