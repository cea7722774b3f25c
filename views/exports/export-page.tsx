import { bounds } from '../../src/config.ts'
import type { Failure } from '../../src/exports/export-queries.ts'
import type { Export } from '../../src/exports/exports.table.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { wholeNumber } from '../parts/format.ts'
import { Time } from '../parts/time.tsx'
import { fill } from '../parts/words.ts'
import { describeRequest } from './describe-request.ts'
import { ExportPanel } from './export-panel.tsx'
import { exportWordsIn } from './export-words.ts'

interface Props {
  language: Language
  account: { name: string }
  since: number
  row: Export
  failures: Failure[]
}

/** One export: how far it is, what was asked for, and what is missing in it. */
export const ExportPage = ({ language, account, since, row, failures }: Props) => {
  const t = exportWordsIn(language)
  const { id, createdAt, finishedAt, request, source } = row
  const { title, what, formats } = describeRequest(request, language)
  return (
    <Layout language={language} title={fill(t.numbered, { id })} account={account} since={since}>
      <div class="head">
        <p>
          <a href="/exports">← {t.exports}</a>
        </p>
        <h1>{fill(t.numbered, { id })}</h1>
        <p class="about quiet">
          <span>{title}</span>
          <span>
            {what}
            {formats && ` (${formats})`}
          </span>
        </p>
        <p class="about quiet">
          <span>
            {t.begunAt}: <Time at={createdAt} language={language} />
          </span>
          {finishedAt && (
            <span>
              {t.finishedAt}: <Time at={finishedAt} language={language} />
            </span>
          )}
        </p>
      </div>
      <ExportPanel row={row} language={language} />
      {failures.length > 0 && <Failures failures={failures} source={source} language={language} />}
    </Layout>
  )
}

interface FailuresProps {
  failures: Failure[]
  source: Export['source']
  language: Language
}

const Failures = ({ failures, source, language }: FailuresProps) => {
  const t = exportWordsIn(language)
  return (
    <section aria-labelledby="failures">
      <h2 id="failures">{t.failures}</h2>
      {failures.length === bounds.exportFailuresShown && (
        <p class="quiet">{fill(t.failuresCut, { n: wholeNumber(failures.length, language) })}</p>
      )}
      <ul class="failures">
        {failures.map(({ id, reason }) => (
          <li>
            {source === 'folio' ? (
              <a href={`/invoices/${id}`}>{fill(t.invoice, { id })}</a>
            ) : (
              <strong>{fill(t.document, { id })}</strong>
            )}
            <span class="reason">{reason.message[language]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
