import type { Account } from '../../src/accounts/accounts.table.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { countOf } from './bulk-question.tsx'
import { type InboxValues, inboxAddress } from './inbox-address.ts'

interface Props {
  language: Language
  account: Account
  /** How many of the chosen ones are confirmed: only those have final data. */
  count: number
  /** What narrows the data to them, but for the format. */
  query: [name: string, value: string][]
  values: InboxValues
}

const formats = { xlsx: 'Excel', csv: 'CSV', json: 'JSON' }

/** In which form the data of the chosen invoices is to be had. */
export const ExportQuestion = ({ language, account, count, query, values }: Props) => {
  const t = wordsIn(language)
  const title = fill(t.exportMany, { n: countOf(count, language) })
  return (
    <Layout language={language} title={title} account={account}>
      <div class="panel question">
        <div id="asked">
          <h1>{title}</h1>
          <p class="quiet">{t.onlyConfirmed}</p>
          <p class="ways">
            {count > 0 &&
              Object.entries(formats).map(([format, name]) => (
                <a
                  class="button"
                  href={`/api/invoices/data?${new URLSearchParams([...query, ['format', format]])}`}
                  download={`invoices.${format}`}
                >
                  {name}
                </a>
              ))}
            <a class="button" href={`/exports?${new URLSearchParams(query)}`}>
              {t.withDocuments}
            </a>
            <a class="button" href={inboxAddress(values)} data-closes>
              {t.cancel}
            </a>
          </p>
        </div>
      </div>
    </Layout>
  )
}
