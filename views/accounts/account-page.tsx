import type { Account } from '../../src/accounts/accounts.table.ts'
import type { ListedToken } from '../../src/accounts/api-tokens.ts'
import type { Credits } from '../../src/accounts/see-credits.ts'
import type { ListedSession } from '../../src/accounts/sessions.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { moment } from '../parts/format.ts'
import { roleLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { CreditsPanel } from './credits-panel.tsx'
import { FreshPassword } from './fresh-password.tsx'
import { SessionsPanel } from './sessions-panel.tsx'
import { TokensPanel } from './tokens-panel.tsx'

interface Props {
  language: Language
  account: Account
  credits: Credits
  tokens: ListedToken[]
  freshToken?: string
  /** How this account signs in; nothing where nobody has to. */
  signsIn?: { passwordSince?: Date; sessions: ListedSession[]; session: number }
  done?: string
  problem?: string
}

const address = '/account'

/** What somebody has and may do here, and how they come in. */
export const AccountPage = (props: Props) => {
  const { language, account, credits, tokens, freshToken, signsIn, done, problem } = props
  const t = wordsIn(language)
  return (
    <Layout language={language} title={t.account} account={account}>
      <div class="head">
        <h1>{account.name}</h1>
        <p class="about quiet">
          <span>{account.subject}</span>
          <span class="badge">{roleLabels[account.role][language]}</span>
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
          <CreditsPanel language={language} credits={credits} address={address} />
          {signsIn && (
            <SessionsPanel
              language={language}
              sessions={signsIn.sessions}
              current={signsIn.session}
              address={address}
            />
          )}
        </div>
        <div>
          {signsIn ? (
            <PasswordPanel since={signsIn.passwordSince} account={account} language={language} t={t} />
          ) : (
            <p class="quiet">{t.withoutSignIn}</p>
          )}
          <TokensPanel language={language} tokens={tokens} fresh={freshToken} address={address} />
        </div>
      </div>
    </Layout>
  )
}

interface PasswordProps {
  since?: Date
  account: Account
  language: Language
  t: Words
}

const PasswordPanel = ({ since, account, language, t }: PasswordProps) => (
  <section class="panel" aria-labelledby="own-password">
    <h2 id="own-password">{t.password}</h2>
    <p class="quiet">{since ? fill(t.passwordSince, { when: moment(since, language) }) : t.noPasswordYet}</p>
    <form method="post" action={`${address}/password`} class="short">
      {/* tells a password manager whose it is */}
      <input hidden name="name" value={account.subject} autocomplete="username" />
      {since && (
        <div class="labelled wide">
          <label for="current">{t.currentPassword}</label>
          <input type="password" id="current" name="current" autocomplete="current-password" required />
        </div>
      )}
      <FreshPassword t={t} />
      <button type="submit">{t.setPassword}</button>
    </form>
  </section>
)
