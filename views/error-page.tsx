import type { Language } from '../src/language.ts'
import { Layout } from './layout.tsx'

interface Props {
  language: Language
  status: number
  detail: string
  requestId: string
}

export const ErrorPage = ({ language, status, detail, requestId }: Props) => (
  <Layout language={language} title={String(status)}>
    <main>
      <h1>{status}</h1>
      <p>{detail}</p>
      <p>
        <code>{requestId}</code>
      </p>
    </main>
  </Layout>
)
