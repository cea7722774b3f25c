interface Props {
  summary: string
  head: string[]
  rows: string[][]
}

/** The numbers of a plot: the first column names, the others count. */
export const Numbers = ({ summary, head, rows }: Props) => (
  <details class="numbers">
    <summary>{summary}</summary>
    <table class="sums">
      <thead>
        <tr>
          {head.map((name, index) => (
            <th scope="col" class={index > 0 ? 'amount' : undefined}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...numbers]) => (
          <tr>
            <th scope="row">{name}</th>
            {numbers.map((number) => (
              <td class="amount">{number}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </details>
)
