import type { Language } from '../../src/language.ts'
import { fill, wordsIn } from '../parts/words.ts'

/** What became of one file. */
export interface UploadOutcome {
  filename: string
  /** The invoice it became, or the one it already was. */
  invoiceId?: number
  /** Why it was refused. */
  problem?: string
}

interface Props {
  outcomes: UploadOutcome[]
  nothingChosen?: boolean
  language: Language
}

const accept =
  'application/pdf,image/jpeg,image/png,image/webp,image/tiff,image/heic,application/xml,text/xml,application/zip,application/x-zip-compressed,.xml,.zip,.heic'

/** A plain form of files; the script sends each by itself, as soon as it is chosen, dropped or pasted. */
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
      <ul
        id="uploads"
        class="uploads"
        aria-live="polite"
        aria-label={t.uploads}
        data-waiting={t.waitingToSend}
        data-failed={t.uploadFailed}
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
      {outcomes.map(({ filename, invoiceId, problem }) => (
        <li class={problem ? 'refused' : 'received'}>
          <span class="file">{filename}</span>
          <span class="outcome">
            {problem ?? t.received}{' '}
            {invoiceId && <a href={`/invoices/${invoiceId}`}>{fill(t.seeFirst, { id: invoiceId })}</a>}
          </span>
        </li>
      ))}
    </>
  )
}
