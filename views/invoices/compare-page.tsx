import { hasDocument } from '../../src/invoices/forget-documents.ts'
import { emptyInvoice, fieldNames, type InvoiceData } from '../../src/invoices/invoice-data.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { PageSize } from '../../src/invoices/page-sizes.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { fieldLabels } from '../parts/labels.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { Time } from '../parts/time.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { nameOf } from './name-of.ts'
import { pictureAddress } from './page-pictures.tsx'
import { readable } from './readable.ts'

interface Side {
  invoice: Invoice
  sizes: PageSize[]
}
interface Props {
  language: Language
  account: { name: string }
  since: number
  sides: [Side, Side]
  /** The first of them can be rejected for being the same as the other. */
  canReject: boolean
}

const dataOf = ({ invoice }: Side): InvoiceData => invoice.finalData ?? invoice.previewData ?? emptyInvoice

export const ComparePage = ({ language, account, since, sides, canReject }: Props) => {
  const t = wordsIn(language)
  const [one, other] = sides
  const { id } = one.invoice
  return (
    <Layout language={language} title={t.compare} account={account} since={since}>
      <div class="compare">
        <p class="ways">
          <a href={`/invoices/${id}`}>← {nameOf(one.invoice)}</a>
        </p>
        <h1>{t.sameTwice}</h1>
        <table>
          <thead>
            <tr>
              <td />
              {sides.map(({ invoice }) => (
                <th scope="col">
                  <a href={`/invoices/${invoice.id}`}>{fill(t.invoiceNumbered, { id: invoice.id })}</a>{' '}
                  <StatusBadge status={invoice.status} language={language} />
                  <span class="quiet">
                    {invoice.filename} · <Time at={invoice.createdAt} language={language} />
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {fieldNames.map((name) => (
              <Row name={name} mine={dataOf(one)} theirs={dataOf(other)} language={language} />
            ))}
          </tbody>
        </table>
        {canReject && <RejectAsCopy id={id} other={other.invoice.id} language={language} />}
        <div class="sides">
          {sides.map((side) => (
            <Pictures side={side} language={language} />
          ))}
        </div>
      </div>
    </Layout>
  )
}

interface RowProps {
  name: (typeof fieldNames)[number]
  mine: InvoiceData
  theirs: InvoiceData
  language: Language
}

const Row = ({ name, mine, theirs, language }: RowProps) => {
  const [a, b] = [readable(name, mine, language), readable(name, theirs, language)]
  if (!a && !b) return null
  const isSame = JSON.stringify(mine[name]) === JSON.stringify(theirs[name])
  return (
    <tr class={isSame ? undefined : 'differs'}>
      <th scope="row">
        {!isSame && (
          <span role="img" aria-label={wordsIn(language).differs}>
            ≠{' '}
          </span>
        )}
        {fieldLabels[name][language]}
      </th>
      <td>{a || '—'}</td>
      <td>{b || '—'}</td>
    </tr>
  )
}

const RejectAsCopy = ({ id, other, language }: { id: number; other: number; language: Language }) => {
  const t = wordsIn(language)
  return (
    <form method="post" action={`/invoices/${id}/rejection`} class="ways">
      <input type="hidden" name="reason" value={fill(t.copyOf, { id: other })} />
      <button type="submit" class="danger">
        {fill(t.rejectAsCopy, { id })}
      </button>
      <a href={`/invoices/${id}`}>{t.notTheSame}</a>
    </form>
  )
}

const Pictures = ({ side: { invoice, sizes }, language }: { side: Side; language: Language }) => {
  const t = wordsIn(language)
  const label = fill(t.invoiceNumbered, { id: invoice.id })
  return (
    <section aria-label={label}>
      {sizes.length === 0 && <p class="empty">{hasDocument(invoice) ? t.noPicture : t.notKept}</p>}
      {sizes.map(({ page, width, height }) => (
        <img
          src={pictureAddress(invoice.id, page)}
          width={Math.round(width)}
          height={Math.round(height)}
          alt={`${label}, ${fill(t.page, { page })}`}
          loading={page > 1 ? 'lazy' : undefined}
        />
      ))}
    </section>
  )
}
