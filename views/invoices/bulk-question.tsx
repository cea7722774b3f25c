import type { Account } from '../../src/accounts/accounts.table.ts'
import type { BulkAction } from '../../src/invoices/change-many.ts'
import type { Weighed } from '../../src/invoices/weigh-change.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { money, wholeNumber } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { type InboxValues, inboxAddress } from './inbox-address.ts'

interface Props {
  language: Language
  account: Account
  action: BulkAction
  weighed: Weighed
  /** What was chosen, to be sent along with the decision. */
  chosen: [name: string, value: string][]
  /** The list it was chosen from. */
  values: InboxValues
  reason?: { text: string; fault: 'missing' | 'too_long' }
}

/** How many invoices, in words. */
export const countOf = (n: number, language: Language) => {
  const t = wordsIn(language)
  return n === 1 ? t.oneInvoice : fill(t.manyInvoices, { n: wholeNumber(n, language) })
}

const questions = (t: Words): Record<BulkAction, string> => ({
  confirm: t.confirmMany,
  reject: t.rejectMany,
  retry: t.retryMany,
  delete: t.deleteMany,
})

/** What an action on many would do, asked before it is done: a page of its own, or a dialog over the list. */
export const BulkQuestion = (props: Props) => {
  const { language, account, action, weighed, chosen, values, reason } = props
  const t = wordsIn(language)
  const title = fill(questions(t)[action], { n: countOf(weighed.changing, language) })
  return (
    <Layout language={language} title={title} account={account}>
      <div class="panel question">
        <div id="asked">
          <h1>{title}</h1>
          {reason && (
            <Notice kind="bad">{reason.fault === 'missing' ? t.reasonMissing : t.reasonTooLong}</Notice>
          )}
          <Facts {...props} />
          <form method="post" action="/invoices/bulk">
            {chosen.map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <input type="hidden" name="action" value={action} />
            <input type="hidden" name="seen_at" value={weighed.seenAt.toISOString()} />
            {action === 'reject' && (
              <label>
                {t.reason}
                <textarea name="reason" rows={2} required maxlength={1000} autofocus>
                  {reason?.text}
                </textarea>
              </label>
            )}
            <p class="ways">
              {weighed.changing > 0 && (
                <button
                  type="submit"
                  class={action === 'delete' ? 'danger' : 'primary'}
                  autofocus={action !== 'reject'}
                >
                  {title}
                </button>
              )}
              <a class="button" href={inboxAddress(values)} data-closes>
                {t.cancel}
              </a>
            </p>
          </form>
        </div>
      </div>
    </Layout>
  )
}

const Facts = ({ language, action, weighed }: Props) => {
  const t = wordsIn(language)
  const { sums, changing, warned, incomplete, elsewhere } = weighed
  const count = (n: number) => wholeNumber(n, language)
  return (
    <>
      {changing === 0 && <p>{t.nothingToChange}</p>}
      {changing > 0 && <Sums sums={sums} language={language} />}
      <ul class="facts-of-change">
        {action === 'confirm' && warned > 0 && (
          <li class="warnings">{fill(t.someWarned, { n: count(warned) })}</li>
        )}
        {incomplete > 0 && <li>{fill(t.someIncomplete, { n: count(incomplete) })}</li>}
        {elsewhere > 0 && <li>{fill(t.someElsewhere, { n: count(elsewhere) })}</li>}
        {changing > 0 && (action === 'confirm' || action === 'reject') && <li>{t.canBeUndone}</li>}
        {changing > 0 && action === 'delete' && <li class="fault">{t.cannotBeUndone}</li>}
      </ul>
    </>
  )
}

const Sums = ({ sums, language }: { sums: Weighed['sums']; language: Language }) => {
  const t = wordsIn(language)
  return (
    <table class="sums">
      <thead>
        <tr>
          <th scope="col">{t.currency}</th>
          <th scope="col" class="amount">
            {t.invoices}
          </th>
          <th scope="col" class="amount">
            {t.sum}
          </th>
        </tr>
      </thead>
      <tbody>
        {sums.map(({ currency, count, total }) => (
          <tr>
            <th scope="row">{currency ?? t.unknown}</th>
            <td class="amount">{wholeNumber(count, language)}</td>
            <td class="amount">{total === null ? '' : money(total, currency, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
