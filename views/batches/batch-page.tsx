import type { Batch } from '../../src/batches/batches.table.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { wholeNumber } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { BatchPanel, invoicesOf } from './batch-panel.tsx'

interface Props {
  language: Language
  account: { name: string }
  since: number
  batch: Batch
  /** Who sent it. */
  sender: string
  /** Some of what waits for a person, and how many there are. */
  doubtful: { items: Invoice[]; total: number }
}

/** One batch: how far it is, what became of its invoices, and what needs a look. */
export const BatchPage = ({ language, account, since, batch, sender, doubtful }: Props) => {
  const t = wordsIn(language)
  const { id, createdAt, finishedAt, waitingValidation, failed } = batch
  return (
    <Layout language={language} title={fill(t.batchNumber, { id })} account={account} since={since}>
      <div class="head">
        <p>
          <a href="/batches">← {t.batches}</a>
        </p>
        <h1>{fill(t.batchNumber, { id })}</h1>
        <p class="about quiet">
          <span>
            {t.sentAt}: <Time at={createdAt} language={language} />
          </span>
          {finishedAt && (
            <span>
              {t.finishedAt}: <Time at={finishedAt} language={language} />
            </span>
          )}
          <span>
            {t.sentBy}: {sender}
          </span>
        </p>
      </div>
      <BatchPanel batch={batch} language={language} />
      {failed > 0 && <Notice kind="bad">{t.failedExplained}</Notice>}
      {waitingValidation > 0 && <Doubtful id={id} doubtful={doubtful} language={language} />}
    </Layout>
  )
}

const Doubtful = ({
  id,
  doubtful: { items, total },
  language,
}: Pick<Props, 'doubtful' | 'language'> & { id: number }) => {
  const t = wordsIn(language)
  if (!items.length) return <p class="quiet">{t.noneDoubtful}</p>
  return (
    <section aria-labelledby="doubtful">
      <h2 id="doubtful">{t.doubtfulOnes}</h2>
      <ol class="invoices doubtful">
        {items.map(({ id, invoiceNumber, filename, batchPosition, checks }) => (
          <li class="invoice">
            <div class="what">
              <a href={`/invoices/${id}`}>{invoiceNumber ?? filename}</a>
              <span class="details">{fill(t.placeInBatch, { n: (batchPosition ?? 0) + 1 })}</span>
            </div>
            {checks
              .filter(({ ok }) => !ok)
              .map(({ message }) => (
                <span class="warnings">{message[language] ?? message.es}</span>
              ))}
          </li>
        ))}
      </ol>
      {total > items.length && (
        <p class="pager">
          <a href={invoicesOf(id, 'waiting_validation')}>
            {fill(t.moreDoubtful, { n: wholeNumber(total, language) })} →
          </a>
        </p>
      )}
    </section>
  )
}
