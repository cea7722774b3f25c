import type { Invoice } from '../../src/invoices/invoices.table.ts'
import type { Language } from '../../src/language.ts'
import { StatusBadge } from '../parts/status-badge.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { Progress } from './progress.tsx'

/** What became of one file. */
export interface UploadOutcome {
  filename: string
  /** What it became. */
  invoice?: Invoice
  /** Why it was refused. */
  problem?: string
  /** The invoice that it already was. */
  firstId?: number
}

interface Props {
  outcomes: UploadOutcome[]
  nothingChosen?: boolean
  language: Language
}

const accept =
  'application/pdf,image/jpeg,image/png,image/webp,image/tiff,image/heic,application/xml,text/xml,application/pkcs7-mime,application/zip,application/x-zip-compressed,.xml,.p7m,.zip,.heic'

/** A plain form of files; the script sends each by itself, as soon as it is chosen, dropped, pasted or taken. */
export const UploadForm = ({ outcomes, nothingChosen, language }: Props) => {
  const t = wordsIn(language)
  return (
    <section class="upload" aria-labelledby="upload-title">
      <form id="upload" method="post" action="/invoices" enctype="multipart/form-data">
        <h2 id="upload-title" class="hidden">
          {t.upload}
        </h2>
        <label class="button primary" for="files">
          {t.chooseFiles}
        </label>
        <input
          type="file"
          id="files"
          name="files"
          multiple
          accept={accept}
          aria-describedby={nothingChosen ? 'files-hint files-fault' : 'files-hint'}
          aria-invalid={nothingChosen ? 'true' : undefined}
        />
        <label class="button camera" for="camera">
          {t.takePhoto}
        </label>
        <input
          type="file"
          id="camera"
          class="camera"
          name="files"
          accept="image/*"
          capture="environment"
          aria-label={t.takePhoto}
        />
        <span id="files-hint" class="quiet">
          {t.orDrop}
        </span>
        {nothingChosen && (
          <span id="files-fault" class="fault" role="alert">
            {t.noFile}
          </span>
        )}
        <button type="submit" class="without-script">
          {t.send}
        </button>
      </form>
      <p id="uploads-sum" class="quiet" role="status" data-text={t.uploadsSum} hidden />
      <ul
        id="uploads"
        class="uploads"
        aria-label={t.uploads}
        data-waiting={t.waitingToSend}
        data-failed={t.uploadFailed}
        data-again={t.sendAgain}
      >
        <UploadOutcomes outcomes={outcomes} language={language} />
      </ul>
    </section>
  )
}

export const UploadOutcomes = ({ outcomes, language }: { outcomes: UploadOutcome[]; language: Language }) => {
  const t = wordsIn(language)
  return (
    <>
      {outcomes.map(({ filename, invoice, problem, firstId }) => (
        <li class={problem ? 'refused' : 'received'}>
          <span class="file">{filename}</span>
          {invoice ? (
            <UploadState invoice={invoice} language={language} />
          ) : (
            <span class="outcome">
              {problem} {firstId && <a href={`/invoices/${firstId}`}>{fill(t.seeFirst, { id: firstId })}</a>}
            </span>
          )}
        </li>
      ))}
    </>
  )
}

interface StateProps {
  invoice: Invoice
  language: Language
  oob?: 'true'
}

/** What becomes of a file that was taken in: pushed for as long as the page is open that sent it. */
export const UploadState = ({ invoice, language, oob }: StateProps) => {
  const t = wordsIn(language)
  const { id, status } = invoice
  return (
    <span id={`upload-of-${id}`} class="outcome" hx-swap-oob={oob}>
      {status === 'processing' ? (
        <Progress invoice={invoice} language={language} />
      ) : (
        <StatusBadge status={status} language={language} />
      )}{' '}
      <a href={`/invoices/${id}`}>{fill(t.invoiceNumbered, { id })}</a>
    </span>
  )
}
