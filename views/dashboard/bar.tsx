/** How much of the most something is, beside its number in a table. */
export const Bar = ({ share, kind = 'spent' }: { share: number; kind?: string }) => (
  <svg class="bar" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
    <rect class="rest" width={100} height={1} />
    <rect class={kind} width={Number((Math.min(Math.max(share, 0), 1) * 100).toFixed(2))} height={1} />
  </svg>
)
