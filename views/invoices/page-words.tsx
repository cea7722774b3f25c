import type { Word } from '../../src/invoices/words.ts'

interface Props {
  width: number
  height: number
  /** Row by row, each left to right. */
  rows: Word[][]
}

/** The text of a page, unseen over its picture: to be selected, copied and put into a field by a click. */
export const PageWords = ({ width, height, rows }: Props) => (
  <svg class="words" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true">
    {rows.map((words) => (
      <text>
        {words.map(({ text, box: [x0, y0, x1, y1] }) => (
          <>
            <tspan
              x={near(x0 * width)}
              y={near((y1 - (y1 - y0) * descent) * height)}
              font-size={near((y1 - y0) * height)}
              textLength={near((x1 - x0) * width)}
              lengthAdjust="spacingAndGlyphs"
            >
              {text}
            </tspan>{' '}
          </>
        ))}
      </text>
    ))}
  </svg>
)

/** The share of a word's box that is below the line it stands on. */
const descent = 0.2
const near = (value: number) => Math.round(value * 100) / 100
