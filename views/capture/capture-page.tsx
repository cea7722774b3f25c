import type { PropsWithChildren } from 'hono/jsx'
import type { Role } from '../../src/accounts/accounts.table.ts'
import type { Attempt, Session } from '../../src/capture/captures.table.ts'
import type { Language } from '../../src/language.ts'
import { Layout } from '../layout.tsx'
import { Notice } from '../parts/notice.tsx'
import { Time } from '../parts/time.tsx'
import { wordsIn } from '../parts/words.ts'
import { CapturePanel } from './capture-panel.tsx'
import { PhotoForm } from './photo-form.tsx'

interface Props {
  language: Language
  account: { name: string; role: Role }
  since: number
  /** Why the last photo was not taken in. */
  problem?: string | undefined
}

/** Where a capture begins, or is gone on with. */
export const CaptureStartPage = ({ open, ...props }: Props & { open: Session[] }) => {
  const { language } = props
  const t = wordsIn(language)
  return (
    <CaptureFrame {...props}>
      <p>{t.captureIs}</p>
      <p class="quiet">{t.captureLong}</p>
      {open.length > 0 && (
        <section aria-labelledby="open">
          <h2 id="open">{t.openCaptures}</h2>
          <ul class="open">
            {open.map(({ id, data, updatedAt }) => (
              <li>
                <a href={`/capture/${id}`}>{data.issuer_name ?? t.unnamedCapture}</a>
                <span class="quiet">
                  <Time at={updatedAt} language={language} />
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div class="thumb">
        <PhotoForm action="/capture" language={language} />
      </div>
    </CaptureFrame>
  )
}

/** One capture, from its first photo to its review. */
export const CapturePage = ({
  session,
  attempts,
  ...props
}: Props & { session: Session; attempts: Attempt[] }) => (
  <CaptureFrame {...props}>
    <CapturePanel session={session} attempts={attempts} language={props.language} />
  </CaptureFrame>
)

const CaptureFrame = ({ language, account, since, problem, children }: PropsWithChildren<Props>) => {
  const t = wordsIn(language)
  return (
    <Layout language={language} title={t.capture} account={account} since={since}>
      <div class="capturing">
        <h1>{t.capture}</h1>
        {problem && (
          <Notice kind="bad" focus>
            {problem}
          </Notice>
        )}
        {children}
      </div>
      <script src="/assets/capture.js" />
    </Layout>
  )
}
