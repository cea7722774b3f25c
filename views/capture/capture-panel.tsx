import { type Attempt, maxAttempts, type Session } from '../../src/capture/captures.table.ts'
import { guidanceFor } from '../../src/capture/guidance.ts'
import type { Language } from '../../src/language.ts'
import { Notice } from '../parts/notice.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { NeededFields } from './needed-fields.tsx'
import { PhotoForm } from './photo-form.tsx'

interface Props {
  session: Session
  attempts: Attempt[]
  language: Language
  oob?: 'true'
}

/** A capture as it stands: what was found, what came of the last photo, and the way to the next. */
export const CapturePanel = ({ session, attempts, language, oob }: Props) => {
  const t = wordsIn(language)
  const { id, status, invoiceId } = session
  return (
    <div
      id={`capture-${id}`}
      class={`capture ${status}`}
      hx-swap-oob={oob}
      hx-get={`/capture/${id}`}
      hx-trigger="folio:back from:body"
      hx-target="#main"
      hx-select="#main"
      hx-swap="outerHTML show:none"
    >
      <p class="taken quiet">{fill(t.photoOf, { n: session.attempts, most: maxAttempts })}</p>
      <LastWord session={session} attempts={attempts} language={language} />
      <NeededFields session={session} language={language} />
      <Shots session={session} attempts={attempts} language={language} />
      <div class="thumb">
        {invoiceId !== null && (
          <a class="button primary" href={`/invoices/${invoiceId}`}>
            {t.reviewInvoice}
          </a>
        )}
        {status === 'needs_retry' && <PhotoForm action={`/capture/${id}`} language={language} />}
        {status !== 'needs_retry' && status !== 'processing' && (
          <a class="button" href="/capture">
            {t.anotherCapture}
          </a>
        )}
      </div>
    </div>
  )
}

const kinds = {
  complete: 'good',
  needs_retry: 'plain',
  manual_review: 'warning',
  failed: 'bad',
} as const

function LastWord({ session: { status }, attempts, language }: Omit<Props, 'oob'>) {
  const t = wordsIn(language)
  if (status === 'processing')
    return (
      <div class="notice reading" role="status">
        {t.readingPhoto}
        <progress aria-label={t.readingPhoto} />
        <noscript>
          <meta http-equiv="refresh" content="2" />
        </noscript>
      </div>
    )
  if (status === 'failed') return <Notice kind="bad">{t.captureFailed}</Notice>
  const last = attempts.findLast(({ outcome }) => outcome)
  if (!last?.outcome) return null
  const kind = last.outcome.failure ? 'bad' : kinds[status]
  return <Notice kind={kind}>{guidanceFor(last.outcome, last.attempt)[language]}</Notice>
}

const Shots = ({ session: { id, status }, attempts, language }: Omit<Props, 'oob'>) => {
  const t = wordsIn(language)
  const shown = attempts.filter(({ recipe }) => recipe !== null)
  if (!shown.length) return null
  return (
    <section class="shots" aria-label={t.photosTaken}>
      {status === 'complete' ? (
        <a href={`/capture/${id}/joined.jpg`}>
          <img src={`/capture/${id}/joined.jpg`} alt={t.joinedPicture} loading="lazy" />
        </a>
      ) : (
        shown.map(({ attempt }) => (
          <img
            src={`/capture/${id}/${attempt}.webp`}
            alt={fill(t.photoNumber, { n: attempt })}
            loading="lazy"
          />
        ))
      )}
    </section>
  )
}
