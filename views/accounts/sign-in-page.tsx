import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { Notice } from '../parts/notice.tsx'
import { wordsIn } from '../parts/words.ts'

interface Props {
  language: Language
  token?: string
  problem?: string
}

export const SignInPage = ({ language, token, problem }: Props) => {
  const t = wordsIn(language)
  return (
    <Layout language={language} title={t.signIn}>
      <div class="alone">
        <img src="/assets/icon.svg" alt="" width="56" height="56" />
        <h1>Folio</h1>
        {problem && <Notice kind="bad">{problem}</Notice>}
        {token ? (
          <form method="post" action="/sign-in">
            <p>{t.signInHere}</p>
            <input type="hidden" name="token" value={token} />
            <button type="submit" class="primary" autofocus>
              {t.signIn}
            </button>
          </form>
        ) : (
          <p>{t.signInHow}</p>
        )}
      </div>
    </Layout>
  )
}
