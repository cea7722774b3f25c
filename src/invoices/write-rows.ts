import { type Cell, csvRow } from './csv.ts'
import { xlsxStream } from './xlsx.ts'

export const rowFormats = ['json', 'ndjson', 'csv', 'xlsx'] as const
export type RowFormat = (typeof rowFormats)[number]

/** How rows look in a table; as JSON they say what they are. */
interface Table<Row> {
  sheet: string
  columns: string[]
  cells(row: Row): Cell[]
}

/** Any number of rows in a format, made only as fast as they are taken. Rows come in batches. */
export function writeRows<Row>(format: RowFormat, batches: AsyncIterable<Row[]>, table: Table<Row>) {
  const { sheet, columns } = table
  if (format === 'xlsx') return xlsxStream(tabled(batches, table), { sheet, header: columns })
  return streamOf(format === 'csv' ? csv(batches, table) : { json, ndjson }[format](batches))
}

async function* json(batches: AsyncIterable<unknown[]>) {
  yield '['
  let separator = ''
  for await (const rows of batches)
    for (const text of rows.map((row) => JSON.stringify(row))) {
      yield separator + text
      separator = ',\n'
    }
  yield ']\n'
}

async function* ndjson(batches: AsyncIterable<unknown[]>) {
  for await (const rows of batches) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

async function* csv<Row>(batches: AsyncIterable<Row[]>, { columns, cells }: Table<Row>) {
  // the mark by which spreadsheets know that it is UTF-8
  yield `\uFEFF${csvRow(columns)}`
  for await (const rows of batches) yield rows.map((row) => csvRow(cells(row))).join('')
}

async function* tabled<Row>(batches: AsyncIterable<Row[]>, { cells }: Table<Row>) {
  for await (const rows of batches) yield rows.map(cells)
}

function streamOf(texts: AsyncGenerator<string>) {
  const encoder = new TextEncoder()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await texts.next()
        if (done) controller.close()
        else controller.enqueue(encoder.encode(value))
      },
      cancel: async () => void (await texts.return(undefined)),
    },
    { highWaterMark: 0 },
  )
}
