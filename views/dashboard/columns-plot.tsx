interface Column {
  /** What stands under it, and what is said of it. */
  label: string
  text: string
  href?: string
  values: number[]
}

interface Props {
  columns: Column[]
  kinds: string[]
  /** The highest value, in few letters. */
  most: string
}

/** Columns side by side, as high as their values; what they say is in words too, and each leads to what it is made of. */
export const ColumnsPlot = ({ columns, kinds, most: highest }: Props) => {
  const most = Math.max(...columns.flatMap(({ values }) => values), 0)
  return (
    <div class="plot">
      <span class="most" aria-hidden="true">
        {highest}
      </span>
      <ol class="columns">
        {columns.map(({ label, text, href, values }) => (
          <li>
            <Aim href={href} text={text}>
              <svg viewBox={`0 0 ${values.length} 100`} preserveAspectRatio="none" aria-hidden="true">
                {values.map((value, index) => {
                  const height = most > 0 ? Math.max((Math.max(value, 0) / most) * 100, value > 0 ? 1 : 0) : 0
                  return (
                    <rect
                      class={kinds[index]}
                      x={index + 0.1}
                      y={100 - height}
                      width={0.8}
                      height={Number(height.toFixed(2))}
                    />
                  )
                })}
              </svg>
              <span class="label" aria-hidden="true">
                {label}
              </span>
            </Aim>
          </li>
        ))}
      </ol>
    </div>
  )
}

const Aim = ({ href, text, children }: { href?: string; text: string; children?: unknown }) => {
  const said = (
    <>
      {children}
      <span class="hidden">{text}</span>
    </>
  )
  return href ? (
    <a href={href} title={text}>
      {said}
    </a>
  ) : (
    <span title={text}>{said}</span>
  )
}
