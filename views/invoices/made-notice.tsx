import type { MadeChange } from '../../src/invoices/undo-change.ts'
import type { Language } from '../../src/language.ts'
import { wholeNumber } from '../parts/format.ts'
import { Notice } from '../parts/notice.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import type { InboxValues } from './inbox-address.ts'

interface Props {
  made: MadeChange & { change: string }
  /** The list to come back to. */
  values: InboxValues
  language: Language
}

/** What was just done to many, and the way back while there is one. */
export const MadeNotice = ({ made, values, language }: Props) => {
  const t = wordsIn(language)
  const said = {
    confirm: t.madeConfirm,
    reject: t.madeReject,
    retry: t.madeRetry,
    delete: t.madeDelete,
    reopen: t.madeReopen,
  }[made.action]
  return (
    <Notice kind="good">
      <form method="post" action="/invoices/undo" class="made">
        <span>{fill(said, { n: wholeNumber(made.count, language) })}</span>
        {made.canUndo && (
          <>
            {Object.entries(values).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <input type="hidden" name="change" value={made.change} />
            <button type="submit" id="undo">
              {t.undo}
            </button>
          </>
        )}
      </form>
    </Notice>
  )
}
