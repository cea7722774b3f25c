import type { Child } from 'hono/jsx'
import { Bar } from './bar.tsx'

interface Props {
  /** What is ranked, and the names of its two figures. */
  head: [string, string, string]
  rows: { name: Child; share: number; figures: [string, string] }[]
}

/** What there is most of comes first, with a bar for how much it is of that. */
export const RankedTable = ({ head: [what, ...names], rows }: Props) => (
  <table class="sums ranked">
    <thead>
      <tr>
        <th scope="col">{what}</th>
        <td />
        {names.map((name) => (
          <th scope="col" class="amount">
            {name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {rows.map(({ name, share, figures }) => (
        <tr>
          <th scope="row">{name}</th>
          <td>
            <Bar share={share} />
          </td>
          {figures.map((figure) => (
            <td class="amount">{figure}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
