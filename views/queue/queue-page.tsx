import type { Account } from '../../src/accounts/accounts.table.ts'
import type { Language, Text } from '../../src/language.ts'
import type { JobName } from '../../src/queue/job-data.ts'
import type { LostJob, QueueState } from '../../src/queue/queue-state.ts'
import { Layout } from '../layout.tsx'
import { wholeNumber } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  language: Language
  account: Account
  queues: QueueState[]
  failed: LostJob[]
  dead: LostJob[]
  /** Invoices of batches that could not be stored. */
  unstored: number
}

/** What people call each work. */
const jobLabels: Record<JobName, Text> = {
  'read-document': { es: 'Leer documentos', en: 'Reading documents' },
  'extract-invoice': { es: 'Buscar los datos', en: 'Finding the data' },
  'learn-from-invoice': { es: 'Aprender de correcciones', en: 'Learning from corrections' },
  'read-capture': { es: 'Leer fotos de una captura', en: 'Reading photos of a capture' },
  'run-export': { es: 'Preparar exportaciones', en: 'Making exports' },
  'remove-export': { es: 'Borrar exportaciones', en: 'Removing exports' },
  'tend-exports': { es: 'Cuidar las exportaciones', en: 'Looking after exports' },
  'remove-document': { es: 'Borrar documentos', en: 'Removing documents' },
  'purge-old': { es: 'Limpiar lo antiguo', en: 'Purging what is old' },
}
const labelOf = (name: string, language: Language) =>
  Object.hasOwn(jobLabels, name) ? jobLabels[name as JobName][language] : name

/** Each queue, what failed in it for good, and what broke off again and again. */
export const QueuePage = ({ language, account, queues, failed, dead, unstored }: Props) => {
  const t = wordsIn(language)
  return (
    <Layout language={language} title={t.queue} account={account}>
      <div class="head">
        <h1>{t.queue}</h1>
        <p class="quiet">{t.queueIs}</p>
      </div>
      <div id="queues" hx-get="/queue" hx-trigger="every 5s" hx-select="#queues" hx-swap="outerHTML">
        <Queues queues={queues} language={language} />
        {unstored > 0 && (
          <Notice kind="warning">
            {fill(t.unstored, { n: wholeNumber(unstored, language) })} <a href="/batches">{t.batches}</a>
            <form method="post" action="/queue/batches/retry">
              <button type="submit">{t.tryAgain}</button>
            </form>
          </Notice>
        )}
        <Jobs
          id="failed"
          title={t.failedJobs}
          none={t.noFailedJobs}
          jobs={failed}
          canRetry
          language={language}
        />
        <Jobs id="dead" title={t.deadLetters} none={t.noDeadLetters} jobs={dead} language={language} />
      </div>
    </Layout>
  )
}

const Queues = ({ queues, language }: Pick<Props, 'queues' | 'language'>) => {
  const t = wordsIn(language)
  return (
    <section class="panel">
      <table class="sums">
        <thead>
          <tr>
            <th scope="col">{t.work}</th>
            <th scope="col" class="amount">
              {t.waitingJobs}
            </th>
            <th scope="col" class="amount">
              {t.runningJobs}
            </th>
            <th scope="col" class="amount">
              {t.failedCount}
            </th>
          </tr>
        </thead>
        <tbody>
          {queues.map(({ name, waiting, running, failed }) => (
            <tr>
              <th scope="row">{labelOf(name, language)}</th>
              <td class="amount">{wholeNumber(waiting, language)}</td>
              <td class="amount">{wholeNumber(running, language)}</td>
              <td class={failed > 0 ? 'amount fault' : 'amount'}>{wholeNumber(failed, language)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface JobsProps {
  id: string
  title: string
  none: string
  jobs: LostJob[]
  canRetry?: boolean
  language: Language
}

const Jobs = ({ id, title, none, jobs, canRetry, language }: JobsProps) => {
  const t = wordsIn(language)
  return (
    <section class="panel" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {jobs.length === 0 && <p class="quiet">{none}</p>}
      <ol class="jobs">
        {jobs.map((job) => (
          <li>
            <div>
              <strong>{labelOf(job.name, language)}</strong>{' '}
              {job.invoiceId !== null && (
                <a href={`/invoices/${job.invoiceId}`}>{fill(t.invoiceNumbered, { id: job.invoiceId })}</a>
              )}
              <p class="quiet">
                <Time at={job.at} language={language} /> · {fill(t.tries, { n: job.tries })}
              </p>
              <p class="reason">{job.reason}</p>
            </div>
            {canRetry && (
              <form method="post" action={`/queue/jobs/${job.id}/retry`}>
                <button type="submit">{t.tryAgain}</button>
              </form>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
