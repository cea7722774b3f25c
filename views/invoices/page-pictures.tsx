import { type FieldName, fieldNames } from '../../src/invoices/invoice-data.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { PageSize } from '../../src/invoices/page-sizes.ts'
import type { Language } from '../../src/language.ts'
import { fieldLabels } from '../parts/labels.ts'
import { fill, wordsIn } from '../parts/words.ts'

interface Props {
  invoice: Pick<Invoice, 'id' | 'pages' | 'fields' | 'sha256' | 'contentType' | 'status'>
  sizes: PageSize[]
  language: Language
}

/** The pages as they were read, with a box around each value that was found. */
export const PagePictures = ({ invoice, sizes, language }: Props) => {
  const t = wordsIn(language)
  const more = (invoice.pages ?? 0) - sizes.length
  if (!invoice.sha256) return <p class="empty">{t.notKept}</p>
  if (invoice.contentType === 'application/xml') return <p class="empty">{t.noPicture}</p>
  return (
    <>
      {sizes.map((size) => (
        <PagePicture invoice={invoice} size={size} language={language} />
      ))}
      {sizes.length === 0 && invoice.status === 'processing' && <p class="empty">{t.picturesLater}</p>}
      {sizes.length > 0 && more > 0 && <p class="quiet">{fill(t.morePages, { n: more })}</p>}
    </>
  )
}

const PagePicture = ({ invoice, size, language }: Omit<Props, 'sizes'> & { size: PageSize }) => {
  const t = wordsIn(language)
  const { page, width, height } = size
  const picture = `/api/invoices/${invoice.id}/pages/${page}.webp`
  return (
    <figure>
      <div class="sheet">
        {/* kept when the form around it comes back, so that it does not flicker */}
        <img
          id={`picture-${invoice.id}-${page}`}
          hx-preserve
          src={picture}
          width={Math.round(width)}
          height={Math.round(height)}
          alt={fill(t.page, { page })}
          loading={page > 2 ? 'lazy' : undefined}
        />
        <Boxes fields={invoice.fields} page={page} language={language} />
      </div>
      <figcaption>
        {fill(t.page, { page })} ·{' '}
        <a href={picture} target="_blank" rel="noreferrer">
          {t.openPicture}
        </a>
      </figcaption>
    </figure>
  )
}

interface BoxesProps {
  fields: Invoice['fields']
  page: number
  language: Language
}

/** For the eye and the mouse only: the same ways lead from each field to its box. */
const Boxes = ({ fields, page, language }: BoxesProps) => (
  <svg class="boxes" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
    {fieldNames.map((name) => {
      const proof = fields[name]
      return proof?.page === page && proof.box ? (
        <BoxOf name={name} box={proof.box} language={language} />
      ) : null
    })}
  </svg>
)

/** A little wider than the words, so that the line does not touch them. */
const margin = 0.004

const BoxOf = ({
  name,
  box: [x0, y0, x1, y1],
  language,
}: {
  name: FieldName
  box: [number, number, number, number]
  language: Language
}) => (
  <a href={`#field-${name}`} tabindex={-1}>
    <title>{fieldLabels[name][language]}</title>
    <rect
      id={`box-${name}`}
      class={name === 'products' || name === 'taxes' ? 'wide' : undefined}
      x={x0 - margin}
      y={y0 - margin}
      width={x1 - x0 + 2 * margin}
      height={y1 - y0 + 2 * margin}
      vector-effect="non-scaling-stroke"
    />
  </a>
)
