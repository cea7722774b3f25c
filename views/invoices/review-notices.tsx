import { fieldLabels, statusLabels } from '../parts/labels.ts'
import { Notice } from '../parts/notice.tsx'
import { fill, wordsIn } from '../parts/words.ts'
import { nameOf } from './name-of.ts'
import type { ReviewProps } from './review-page.tsx'

/** What has just happened, and how the invoice came to be as it is. */
export const ReviewNotices = (props: ReviewProps) => {
  const { language, invoice, before, saved, told, decision } = props
  const t = wordsIn(language)
  const undo = decision && <Undo {...props} decision={decision} />
  const { status, error } = invoice
  const reason = error ? (error.message[language] ?? error.message.es) : ''
  return (
    <>
      {before && (
        <Notice kind="good">
          {fill(t.doneBefore, { name: nameOf(before), status: statusLabels[before.status][language] })}
          {undo}
        </Notice>
      )}
      {!before && undo && (
        <Notice kind="plain">
          {statusLabels[status][language]}. {undo}
        </Notice>
      )}
      {saved && <Notice kind="good">{t.saved}</Notice>}
      {told && (
        <Notice kind="warning" focus>
          {told}
        </Notice>
      )}
      <Unsaved {...props} />
      {status === 'failed' && <Notice kind="bad">{fill(t.failedBecause, { reason })}</Notice>}
      {status === 'rejected' && <Notice kind="plain">{fill(t.rejectedBecause, { reason })}</Notice>}
    </>
  )
}

type UndoProps = Pick<ReviewProps, 'language' | 'search'> & { decision: { id: number; change: string } }

const Undo = ({ language, decision, search }: UndoProps) => (
  <form class="undo" method="post" action={`/invoices/${decision.id}/reopening${search}`}>
    <button type="submit" class="quiet" name="change" value={decision.change}>
      ↶ {wordsIn(language).undo}
    </button>
  </form>
)

const Unsaved = ({ language, invoice, unsaved }: ReviewProps) => {
  const t = wordsIn(language)
  if (!unsaved) return null
  return (
    <Notice kind="warning" focus>
      <p>{fill(t.movedOn, { status: statusLabels[invoice.status][language] })}</p>
      {unsaved.length > 0 && <p>{t.movedOnTyped}</p>}
      <ul>
        {unsaved.map(({ name, value }) => (
          <li>
            {fieldLabels[name][language]}: <span class="value">{value || t.unknown}</span>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
