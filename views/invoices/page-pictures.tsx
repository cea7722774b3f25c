import { hasDocument } from '../../src/invoices/forget-documents.ts'
import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { PageSize } from '../../src/invoices/page-sizes.ts'
import type { Language } from '../../src/language.ts'
import { fill, type Words, wordsIn } from '../parts/words.ts'
import { PageBoxes } from './page-boxes.tsx'

interface Props {
  invoice: Pick<
    Invoice,
    'id' | 'pages' | 'fields' | 'sha256' | 'documentRemovedAt' | 'contentType' | 'status'
  >
  sizes: PageSize[]
  /** What the page says can be put into a form. */
  isOpen: boolean
  language: Language
}

export const pictureAddress = (id: number, page: number) => `/api/invoices/${id}/pages/${page}.webp`

/** The pages as they were read, beside the form. */
export const PagePictures = ({ invoice, sizes, isOpen, language }: Props) => {
  const t = wordsIn(language)
  const more = (invoice.pages ?? 0) - sizes.length
  if (!hasDocument(invoice)) return <p class="empty">{t.notKept}</p>
  if (invoice.contentType === 'application/xml') return <p class="empty">{t.noPicture}</p>
  if (!sizes.length) return invoice.status === 'processing' ? <p class="empty">{t.picturesLater}</p> : null
  return (
    <>
      <Tools sizes={sizes} isOpen={isOpen} t={t} />
      {/* it scrolls, so the keyboard must come to it */}
      <section
        class="pages"
        aria-label={t.pagesOfDocument}
        tabindex={0}
        data-pages={`/api/invoices/${invoice.id}/pages`}
      >
        {sizes.map((size) => (
          <PagePicture invoice={invoice} size={size} language={language} />
        ))}
        {more > 0 && <p class="quiet">{fill(t.morePages, { n: more })}</p>}
      </section>
    </>
  )
}

const Tools = ({ sizes, isOpen, t }: Pick<Props, 'sizes' | 'isOpen'> & { t: Words }) => (
  <div class="tools">
    {sizes.length > 1 && (
      <nav class="page-links" aria-label={t.pagesOfDocument}>
        {sizes.map(({ page }) => (
          <a href={`#page-${page}`} aria-label={fill(t.page, { page })}>
            {page}
          </a>
        ))}
      </nav>
    )}
    <div class="with-script views">
      {isOpen && (
        <button type="button" class="quiet" data-view="region" aria-pressed="false" title={t.readRegionHint}>
          {t.readRegion}
        </button>
      )}
      <button type="button" class="quiet" data-view="nearer" title={t.zoomIn} aria-label={t.zoomIn}>
        +
      </button>
      <button type="button" class="quiet" data-view="farther" title={t.zoomOut} aria-label={t.zoomOut}>
        −
      </button>
      <button type="button" class="quiet" data-view="turn" title={t.turnPage} aria-label={t.turnPage}>
        ↻
      </button>
    </div>
    {isOpen && (
      <p
        id="picked"
        class="picked with-script"
        role="status"
        data-nothing={t.nothingThere}
        data-choose={t.chooseField}
        data-reading={t.readingRegion}
        data-failed={t.notSent}
      >
        {t.pickHint}
      </p>
    )}
  </div>
)

interface PictureProps extends Pick<Props, 'invoice' | 'language'> {
  size: PageSize
}

const PagePicture = ({ invoice, size, language }: PictureProps) => {
  const t = wordsIn(language)
  const { page, width, height } = size
  const picture = pictureAddress(invoice.id, page)
  return (
    <figure id={`page-${page}`} data-page={page}>
      <div class="turned">
        <div class="sheet">
          {/* kept when the form around it comes back, so that it does not flicker */}
          <img
            id={`picture-${invoice.id}-${page}`}
            hx-preserve
            src={picture}
            width={Math.round(width)}
            height={Math.round(height)}
            alt={fill(t.page, { page })}
            fetchpriority={page === 1 ? 'high' : undefined}
            loading={page > 2 ? 'lazy' : undefined}
          />
          <PageBoxes fields={invoice.fields} page={page} language={language} />
          <div
            class="words"
            hx-get={`/invoices/${invoice.id}/pages/${page}/words`}
            hx-trigger="intersect once"
            hx-target="this"
            hx-select="svg"
            hx-swap="outerHTML"
          />
        </div>
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
