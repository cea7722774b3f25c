import type { PageOfWords } from '../invoices/words.ts'
import type { ReadingBounds } from './create-reader.ts'
import type { Crew } from './crew.ts'
import { type Document, ReadingError } from './reader.ts'
import type { Answer } from './thread-protocol.ts'

interface Options {
  signal: AbortSignal
  skip?: ReadonlySet<number>
  workers: number
  bounds: ReadingBounds
}

/** Opens a document, then has its pages read, as many at once as there are threads, each told when it is done. */
export async function* readDocument(crew: Crew, document: Document, options: Options) {
  const { signal, skip, workers, bounds } = options
  const over = new AbortController()
  const late = new ReadingError('timeout', `The document was not read within ${bounds.readMs} ms`)
  const deadline = setTimeout(() => over.abort(late), bounds.readMs).unref()
  const either = AbortSignal.any([signal, over.signal])
  const id = crew.admit(document)
  const ask = (question: Parameters<Crew['run']>[0]['question']) =>
    crew.run({ question, timeoutMs: bounds.pageMs }, either)
  try {
    const opened = await ask({ type: 'open', document: id })
    if (opened.type !== 'opened') throw asError(opened)
    const { pages } = opened
    const reading = new Map<number, Promise<PageOfWords>>()
    for (let next = 1; next <= pages || reading.size; ) {
      for (; next <= pages && reading.size < workers; next++) {
        if (skip?.has(next)) continue
        const page = ask({ type: 'page', document: id, page: next }).then(pageOf)
        // Its failure is told when its turn comes, which is never if another page fails first.
        page.catch(() => {})
        reading.set(next, page)
      }
      if (!reading.size) break
      const page = await Promise.race(reading.values())
      reading.delete(page.page)
      yield { page, pages }
    }
  } finally {
    clearTimeout(deadline)
    over.abort(new ReadingError('timeout', 'Nobody reads on'))
    crew.release(id)
  }
}

function pageOf(answer: Answer) {
  if (answer.type === 'page') return answer.page
  throw asError(answer)
}

export function asError(answer: Answer) {
  if (answer.type === 'failed') return new ReadingError(answer.reason, answer.detail)
  return new ReadingError('crashed', `The thread answered something else: ${answer.type}`)
}
