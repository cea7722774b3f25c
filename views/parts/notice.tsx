import type { Child } from 'hono/jsx'

interface Props {
  kind: 'good' | 'warning' | 'bad' | 'plain'
  /** Something went wrong just now: it is read out, and the keyboard starts there. */
  focus?: boolean
  children?: Child
}

export const Notice = ({ kind, focus, children }: Props) => (
  <div
    class={`notice ${kind}`}
    role={kind === 'bad' || kind === 'warning' ? 'alert' : 'status'}
    tabindex={focus ? -1 : undefined}
    autofocus={focus}
  >
    {children}
  </div>
)
