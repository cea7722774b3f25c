import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'

interface Props {
  language: Language
  token?: string
  problem?: string
}

export const SignInPage = ({ language, token, problem }: Props) => (
  <Layout language={language} title="Folio">
    <main>
      {problem && <p role="alert">{problem}</p>}
      {token && (
        <form method="post" action="/sign-in">
          <input type="hidden" name="token" value={token} />
          <button type="submit">{language === 'es' ? 'Entrar' : 'Sign in'}</button>
        </form>
      )}
    </main>
  </Layout>
)
