import type { PageFailure, PageOfWords } from '../invoices/words.ts'
import type { ReadingBounds } from './create-reader.ts'
import type { Crew } from './crew.ts'
import { type Document, ReadingError, type ReadPage } from './reader.ts'
import type { Answer, Question } from './thread-protocol.ts'

interface Options {
  signal: AbortSignal
  skip?: ReadonlySet<number>
  pictures?: boolean
  workers: number
  bounds: ReadingBounds
}

/** Opens a document, then has its pages read, as many at once as there are threads, each told when it is done. */
export async function* readDocument(
  crew: Crew,
  document: Document,
  { signal, skip, pictures, workers, bounds }: Options,
): AsyncGenerator<ReadPage> {
  const over = new AbortController()
  const late = new ReadingError('timeout', `The document was not read within ${bounds.readMs} ms`)
  const deadline = setTimeout(() => over.abort(late), bounds.readMs).unref()
  const either = AbortSignal.any([signal, over.signal])
  const id = crew.admit(document)
  const ask = (question: Question) => crew.run({ question, timeoutMs: bounds.pageMs }, either)
  const readOne = async (page: number) =>
    pageOf(page, await ask({ type: 'page', document: id, page, withPicture: pictures }))
  try {
    const opened = await ask({ type: 'open', document: id })
    if (opened.type !== 'opened') throw asError(opened)
    const { pages } = opened
    const reading = new Map<number, ReturnType<typeof readOne>>()
    let hasSound = Boolean(skip?.size)
    let lost: ReadingError | undefined
    for (let next = 1; next <= pages || reading.size; ) {
      // One more than there are threads: who takes a page may need a moment to keep it.
      for (; next <= pages && reading.size <= workers; next++) {
        if (skip?.has(next)) continue
        const page = readOne(next)
        // Its failure is told when its turn comes, which is never if another page fails first.
        page.catch(() => {})
        reading.set(next, page)
      }
      if (!reading.size) break
      const { error, ...read } = await Promise.race(reading.values())
      reading.delete(read.page.page)
      lost ??= error
      hasSound ||= !error
      if (!error || pages > 1) yield { ...read, pages }
    }
    if (lost && !hasSound) throw lost
  } finally {
    clearTimeout(deadline)
    over.abort(new ReadingError('timeout', 'Nobody reads on'))
    crew.release(id)
  }
}

/** What may be wrong with one page of a document whose others can be read. */
const alone: readonly string[] = ['unreadable', 'too-large', 'timeout', 'crashed'] satisfies PageFailure[]

function pageOf(page: number, answer: Answer): Omit<ReadPage, 'pages'> & { error?: ReadingError } {
  if (answer.type === 'page') return { page: answer.page, picture: answer.picture }
  const error = asError(answer)
  if (!alone.includes(error.reason)) throw error
  return { page: lostPage(page, error.reason as PageFailure), error }
}

/** A sheet with nothing on it. */
const lostPage = (page: number, failure: PageFailure): PageOfWords => ({
  page,
  width: 595,
  height: 842,
  source: 'ocr',
  turn: 0,
  words: [],
  codes: [],
  failure,
})

export function asError(answer: Answer) {
  if (answer.type === 'failed') return new ReadingError(answer.reason, answer.detail)
  return new ReadingError('crashed', `The thread answered something else: ${answer.type}`)
}
