import { scopes } from '../../src/accounts/accounts.table.ts'
import type { ListedToken } from '../../src/accounts/api-tokens.ts'
import type { Language } from '../../src/language.ts'
import { moment } from '../parts/format.ts'
import { scopeLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { fill, type Words, wordsIn } from '../parts/words.ts'

interface Props {
  language: Language
  tokens: ListedToken[]
  /** The one just made, shown this once. */
  fresh?: string
  /** The page they are managed on. */
  address: string
}

const lifetimes = [1, 7, 30, 90, 365]
const usualLifetime = 90

/** What programs sign in with: those there are, and making another. */
export const TokensPanel = ({ language, tokens, fresh, address }: Props) => {
  const t = wordsIn(language)
  return (
    <section class="panel" aria-labelledby="tokens">
      <h2 id="tokens">{t.tokens}</h2>
      <p class="quiet">{t.tokensAre}</p>
      {fresh && (
        <Notice kind="good" focus>
          <p>{t.tokenShown}</p>
          <code class="shown-once">{fresh}</code>
        </Notice>
      )}
      <ul class="ways-in">
        {tokens.map((token) => (
          <TokenItem token={token} address={address} language={language} />
        ))}
      </ul>
      {tokens.length === 0 && <p class="quiet">{t.noTokens}</p>}
      <NewToken language={language} address={address} t={t} />
    </section>
  )
}

const TokenItem = ({
  token,
  address,
  language,
}: {
  token: ListedToken
  address: string
  language: Language
}) => {
  const t = wordsIn(language)
  const until = fill(token.expiresAt > new Date() ? t.goodUntil : t.expiredOn, {
    when: moment(token.expiresAt, language),
  })
  const used = token.usedAt ? fill(t.usedLast, { when: moment(token.usedAt, language) }) : t.neverUsed
  return (
    <li>
      <div>
        <strong>{token.name}</strong>{' '}
        <span class="quiet">
          {scopeLabels[token.scope][language]} · {until} · {used}
        </span>
      </div>
      <form method="post" action={`${address}/tokens/${token.id}/removal`}>
        <button type="submit" class="danger" aria-label={`${t.revoke}: ${token.name}`}>
          {t.revoke}
        </button>
      </form>
    </li>
  )
}

const NewToken = ({ language, address, t }: { language: Language; address: string; t: Words }) => (
  <form method="post" action={`${address}/tokens`} class="short">
    <div class="labelled wide">
      <label for="token-name">{t.tokenName}</label>
      <input id="token-name" name="name" maxlength={100} required autocomplete="off" />
    </div>
    <div class="labelled">
      <label for="token-scope">{t.scope}</label>
      <select id="token-scope" name="scope">
        {scopes.map((scope) => (
          <option value={scope} selected={scope === 'upload'}>
            {scopeLabels[scope][language]}
          </option>
        ))}
      </select>
    </div>
    <div class="labelled">
      <label for="token-days">{t.lifetime}</label>
      <select id="token-days" name="days">
        {lifetimes.map((days) => (
          <option value={String(days)} selected={days === usualLifetime}>
            {fill(t.days, { n: days })}
          </option>
        ))}
      </select>
    </div>
    <button type="submit">{t.createToken}</button>
  </form>
)
