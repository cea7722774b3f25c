import type { Language } from '../src/language.ts'
import { Layout } from './layout.tsx'
import { wordsIn } from './parts/words.ts'

interface Props {
  language: Language
  status: number
  detail: string
  requestId: string
}

export const ErrorPage = ({ language, status, detail, requestId }: Props) => {
  const t = wordsIn(language)
  return (
    <Layout language={language} title={String(status)}>
      <div class="alone">
        <p class="code">{status}</p>
        <h1>{detail}</h1>
        <p>
          <a class="button" href="/">
            {t.toInbox}
          </a>
        </p>
        <p class="quiet">
          {t.requestNumber}: <code>{requestId}</code>
        </p>
      </div>
    </Layout>
  )
}
