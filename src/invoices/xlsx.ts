import type { Cell } from './csv.ts'
import { sheetEnd, sheetStart, workbookParts } from './xlsx-frame.ts'
import { xlsxRow } from './xlsx-row.ts'
import { type Part, zipParts } from './zip-parts.ts'

interface Workbook {
  /** The name of the sheet; where one is not enough, further ones are numbered. */
  sheet: string
  header: string[]
  /** In characters; by the header's lengths unless given. */
  widths?: number[]
  /** The header included; as many as Excel allows unless given. */
  sheetRows?: number
}

/** What a sheet can hold: by Excel's rule, and by what a ZIP can describe. */
const excelRows = 1_048_576
const sheetCharacters = 1024 ** 3
/** So much text is handed on at once. */
const chunkCharacters = 64 * 1024

/** A workbook of any number of rows, made while it is read: memory stays flat. Rows come in batches. */
export function xlsxStream(batches: AsyncIterable<Cell[][]>, workbook: Workbook) {
  const chunks = zipParts(workbookOf(batches, workbook))
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await chunks.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await chunks.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
}

async function* workbookOf(batches: AsyncIterable<Cell[][]>, workbook: Workbook): AsyncGenerator<Part> {
  const rows = rowsOf(batches)
  let sheets = 0
  try {
    do {
      sheets++
      const content = sheetContent(rows, workbook, sheets === 1)
      yield { name: `xl/worksheets/sheet${sheets}.xml`, content }
    } while (await rows.more())
  } finally {
    await rows.leave()
  }
  // Their place in the archive is free, and only now the number of sheets is known.
  yield* workbookParts(workbook.sheet, sheets)
}

async function* sheetContent(rows: Rows, workbook: Workbook, first: boolean) {
  const { header, widths, sheetRows = excelRows } = workbook
  let text = sheetStart(header, widths, first) + xlsxRow(header, 1, 'header')
  let characters = 0
  for (let row = 2; row <= sheetRows && characters < sheetCharacters; row++) {
    if (!(rows.ready() || (await rows.more()))) break
    text += xlsxRow(rows.next(), row)
    if (text.length < chunkCharacters) continue
    characters += text.length
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text + sheetEnd)
}

type Rows = ReturnType<typeof rowsOf>

/** The rows of all batches, so that a sheet can end in the middle of one. */
function rowsOf(batches: AsyncIterable<Cell[][]>) {
  const iterator = batches[Symbol.asyncIterator]()
  let batch: Cell[][] = []
  let at = 0
  const ready = () => at < batch.length
  return {
    ready,
    next: () => batch[at++] ?? [],
    async more() {
      while (!ready()) {
        const { done, value } = await iterator.next()
        if (done) return false
        batch = value
        at = 0
      }
      return true
    },
    leave: async () => void (await iterator.return?.()),
  }
}
