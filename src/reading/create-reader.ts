import type { Turn } from '../invoices/words.ts'
import type { Log } from '../log.ts'
import { createCrew } from './crew.ts'
import { openingPairs } from './opening-pairs.ts'
import { asError, readDocument } from './read-document.ts'
import { type Document, type Reader, ReadingError } from './reader.ts'
import { type StartThread, startThread } from './thread.ts'

export interface ReaderSettings {
  workers: number
  /** Where the operator keeps trained data for Tesseract. */
  tessdataDir?: string
  bounds: ReadingBounds
  log: Log
  /** How much the process may grow for each thread; a page of a hundred megapixels takes half of it. */
  threadBytes?: number
  /** Tests keep hold of the threads they kill. */
  start?: StartThread
}

export type ReadingBounds = Record<
  'pages' | 'pixels' | 'pageMs' | 'pictureMs' | 'readMs' | 'waitingPages' | 'threadIdleMs',
  number
>

/** Raised with every change that reads pages otherwise. */
const recipe = 2
/** Tesseract leaks a little with each page: after so many a thread is replaced by a fresh one. */
const pagesPerThread = 200

/** Reads documents in threads of its own. Nothing is loaded and no thread is started before there is work. */
export function createReader(settings: ReaderSettings): Reader {
  const { workers, tessdataDir, bounds, log } = settings
  const { threadBytes = 1024 ** 3, start = startThread } = settings
  const crew = createCrew({
    size: workers,
    waiting: bounds.waitingPages,
    idleMs: bounds.threadIdleMs,
    threadBytes,
    log,
    start: () =>
      start({ tessdataDir, pages: bounds.pages, pixels: bounds.pixels, recognisedPages: pagesPerThread }),
  })

  return openingPairs({
    recipe,

    read: (document, options) => readDocument(crew, document, { ...options, workers, bounds }),

    async picture(document: Document, page: number, turn: Turn, signal: AbortSignal) {
      const id = crew.admit(document)
      try {
        const question = { type: 'picture', document: id, page, turn } as const
        const answer = await crew.run({ question, timeoutMs: bounds.pictureMs, urgent: true }, signal)
        if (answer.type === 'picture') return answer.bytes
        throw asError(answer)
      } finally {
        crew.release(id)
      }
    },

    async files(document: Document, signal: AbortSignal) {
      const { contentType, bytes } = document
      if (contentType === 'application/xml') return [{ name: '', bytes }]
      // Nothing else has files inside, and a thread is not asked what is known.
      if (contentType !== 'application/pdf') return []
      const id = crew.admit(document)
      try {
        const question = { type: 'attachments', document: id } as const
        const answer = await crew.run({ question, timeoutMs: bounds.pageMs }, signal)
        if (answer.type === 'attachments') return answer.attachments
        throw asError(answer)
      } finally {
        crew.release(id)
      }
    },

    async check() {
      const order = { question: { type: 'check' }, timeoutMs: bounds.pageMs, urgent: true } as const
      const answer = await crew.run(order, new AbortController().signal)
      if (answer.type !== 'checked') throw asError(answer)
      if (!answer.text.includes('1234,56'))
        throw new ReadingError(
          'crashed',
          `The text engine read its own page as ${JSON.stringify(answer.text)}`,
        )
    },

    close: () => crew.close(),
  })
}
