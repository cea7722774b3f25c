import { isXml } from '../../src/invoices/content-types.ts'
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

/** An e-invoice that came alone was never printed, and some documents are not kept: their pages are what they say. */
export const hasPictures = (invoice: Pick<Invoice, 'sha256' | 'documentRemovedAt' | 'contentType'>) =>
  hasDocument(invoice) && !isXml(invoice.contentType)

/** The pages as they were read, beside the form. */
export const PagePictures = ({ invoice, sizes, isOpen, language }: Props) => {
  const t = wordsIn(language)
  const more = (invoice.pages ?? 0) - sizes.length
  const isKept = hasDocument(invoice)
  if (!sizes.length)
    return (
      <p class="empty">
        {!isKept ? t.notKept : invoice.status === 'processing' ? t.picturesLater : t.noPicture}
      </p>
    )
  return (
    <>
      <Tools sizes={sizes} isOpen={isOpen} hasRegions={isOpen && hasPictures(invoice)} t={t} />
      {/* it scrolls, so the keyboard must come to it */}
      <section
        class="pages"
        aria-label={t.pagesOfDocument}
        tabindex={0}
        data-pages={`/api/invoices/${invoice.id}/pages`}
      >
        {!isKept && <p class="quiet">{t.textKept}</p>}
        {sizes.map((size) => (
          <PagePicture invoice={invoice} size={size} language={language} />
        ))}
        {more > 0 && <p class="quiet">{fill(t.morePages, { n: more })}</p>}
      </section>
    </>
  )
}

interface ToolsProps extends Pick<Props, 'sizes' | 'isOpen'> {
  hasRegions: boolean
  t: Words
}

const Tools = ({ sizes, isOpen, hasRegions, t }: ToolsProps) => (
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
      {hasRegions && (
        <button type="button" class="quiet" data-view="region" aria-pressed="false" title={t.readRegionHint}>
          <span>{t.readRegion}</span>
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
      <>
        <button type="button" id="take-selection" class="with-script" hidden data-text={t.takeSelection} />
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
      </>
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
  const shape = { width: Math.round(width), height: Math.round(height) }
  return (
    <figure id={`page-${page}`} data-page={page}>
      <div class="turned">
        <div class={hasPictures(invoice) ? 'sheet' : 'sheet listing'}>
          {hasPictures(invoice) ? (
            // kept when the form around it comes back, so that it does not flicker
            <img
              id={`picture-${invoice.id}-${page}`}
              hx-preserve
              src={picture}
              {...shape}
              alt={fill(t.page, { page })}
              fetchpriority={page === 1 ? 'high' : undefined}
              loading={page > 2 ? 'lazy' : undefined}
            />
          ) : (
            <svg class="blank" {...shape} viewBox={`0 0 ${shape.width} ${shape.height}`} aria-hidden="true" />
          )}
          <PageBoxes fields={invoice.fields} size={size} language={language} />
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
        {fill(t.page, { page })}
        {hasPictures(invoice) && (
          <>
            {' · '}
            <a href={picture} target="_blank" rel="noreferrer">
              {t.openPicture}
            </a>
          </>
        )}
      </figcaption>
    </figure>
  )
}
