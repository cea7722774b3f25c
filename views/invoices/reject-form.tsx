import type { Language } from '../../src/language.ts'
import { wordsIn } from '../parts/words.ts'

interface Props {
  id: number
  search: string
  rejection?: { reason: string; fault: 'missing' | 'too_long' }
  language: Language
}

export const RejectForm = ({ id, search, rejection, language }: Props) => {
  const t = wordsIn(language)
  return (
    <details class="reject" open={rejection !== undefined}>
      <summary>{t.rejectThis}</summary>
      <form method="post" action={`/invoices/${id}/rejection${search}`}>
        <label for="reason">{t.reason}</label>
        <textarea
          id="reason"
          name="reason"
          rows={2}
          maxlength={1000}
          required
          aria-invalid={rejection ? 'true' : undefined}
          aria-describedby={rejection ? 'fault-reason' : undefined}
          autofocus={rejection !== undefined}
        >
          {rejection?.reason}
        </textarea>
        {rejection && (
          <span id="fault-reason" class="fault">
            {rejection.fault === 'missing' ? t.reasonMissing : t.reasonTooLong}
          </span>
        )}
        <button type="submit" class="danger">
          {t.reject}
        </button>
      </form>
    </details>
  )
}
