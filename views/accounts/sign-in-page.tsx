import { bounds } from '../../src/config.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { Notice } from '../parts/notice.tsx'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { FreshPassword } from './fresh-password.tsx'

interface Props {
  language: Language
  /** What a one-time link brought, and whose it is if it is still good. */
  token?: string
  link?: { name: string; setsPassword: boolean }
  /** What was typed before. */
  name?: string
  /** Where signing in leads. */
  next?: string
  problem?: string
}

export const SignInPage = ({ language, token, link, name, next, problem }: Props) => {
  const t = wordsIn(language)
  return (
    <Layout language={language} title={t.signIn}>
      <div class="alone sign-in">
        <img src="/assets/icon.svg" alt="" width="56" height="56" />
        <h1>Folio</h1>
        {problem && <Notice kind="bad">{problem}</Notice>}
        {token && link ? (
          <ByLink token={token} link={link} t={t} />
        ) : (
          <ByPassword name={name} next={next} t={t} />
        )}
      </div>
    </Layout>
  )
}

const ByLink = ({ token, link, t }: { token: string; link: NonNullable<Props['link']>; t: Words }) => (
  <form method="post" action="/sign-in">
    <input type="hidden" name="token" value={token} />
    {link.setsPassword ? <ChoosePassword name={link.name} t={t} /> : <p>{t.signInHere}</p>}
    <button type="submit" class="primary" autofocus={!link.setsPassword}>
      {t.signIn}
    </button>
  </form>
)

const ChoosePassword = ({ name, t }: { name: string; t: Words }) => (
  <>
    <p>{fill(t.choosePassword, { name })}</p>
    <FreshPassword t={t} autofocus />
  </>
)

const ByPassword = ({ name, next, t }: { name?: string; next?: string; t: Words }) => (
  <>
    <form method="post" action="/sign-in">
      {next && <input type="hidden" name="next" value={next} />}
      <div class="labelled">
        <label for="name">{t.userName}</label>
        <input
          id="name"
          name="name"
          autocomplete="username"
          autocapitalize="none"
          spellcheck={false}
          maxlength={255}
          required
          value={name}
          autofocus={!name}
        />
      </div>
      <div class="labelled">
        <label for="password">{t.password}</label>
        <input
          type="password"
          id="password"
          name="password"
          autocomplete="current-password"
          maxlength={bounds.passwordCharacters.most}
          required
          autofocus={Boolean(name)}
        />
      </div>
      <button type="submit" class="primary">
        {t.signIn}
      </button>
    </form>
    <p class="quiet">{t.signInHow}</p>
  </>
)
