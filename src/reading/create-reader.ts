import { isXml } from '../invoices/content-types.ts'
import type { Box } from '../invoices/words.ts'
import type { Log } from '../log.ts'
import { createCrew } from './crew.ts'
import { openingPairs } from './opening-pairs.ts'
import { asError, readDocument } from './read-document.ts'
import { type Document, type Place, type Reader, ReadingError } from './reader.ts'
import { type StartThread, startThread } from './thread.ts'
import type { Answer, Question } from './thread-protocol.ts'

export interface ReaderSettings {
  workers: number
  /** Where the operator keeps trained data for Tesseract. */
  tessdataDir?: string
  bounds: ReadingBounds
  log: Log
  /** So many threads hang where nothing can end them that only a new process helps. */
  onStuck?: () => void
  /** Tests keep hold of the threads they kill. */
  start?: StartThread
}

export type ReadingBounds = Record<
  | 'pages'
  | 'pixels'
  | 'streamBytes'
  | 'pageMs'
  | 'pictureMs'
  | 'readMs'
  | 'waitingPages'
  | 'threadIdleMs'
  | 'threadBytes'
  | 'pagesPerThread',
  number
>

/** Raised with every change that reads pages otherwise. */
const recipe = 3

/** Reads documents in threads of its own. Nothing is loaded and no thread is started before there is work. */
export function createReader(settings: ReaderSettings): Reader {
  const { workers, tessdataDir, bounds, log, onStuck, start = startThread } = settings
  const { pages, pixels, streamBytes, pagesPerThread } = bounds
  const crew = createCrew({
    size: workers,
    waiting: bounds.waitingPages,
    idleMs: bounds.threadIdleMs,
    threadBytes: bounds.threadBytes,
    onStuck,
    log,
    start: () => start({ tessdataDir, pages, pixels, streamBytes, recognisedPages: pagesPerThread }),
  })

  /** One question about a document that is here for nothing else. */
  async function about(
    document: Document,
    ask: (id: number) => Question,
    order: { timeoutMs: number; urgent?: boolean },
    signal: AbortSignal,
  ): Promise<Answer> {
    const id = crew.admit(document)
    try {
      return await crew.run({ question: ask(id), ...order }, signal)
    } finally {
      crew.release(id)
    }
  }

  return openingPairs({
    recipe,

    read: (document, options) => readDocument(crew, document, { ...options, workers, bounds }),

    async picture(document: Document, place: Place, signal: AbortSignal) {
      const ask = (id: number) => ({ type: 'picture', document: id, place }) as const
      const answer = await about(document, ask, { timeoutMs: bounds.pictureMs, urgent: true }, signal)
      if (answer.type === 'picture') return answer.bytes
      throw asError(answer)
    },

    async readRegion(document: Document, place: Place, box: Box, signal: AbortSignal) {
      const ask = (id: number) => ({ type: 'region', document: id, place, box }) as const
      const answer = await about(document, ask, { timeoutMs: bounds.pictureMs, urgent: true }, signal)
      if (answer.type === 'region') return answer.words
      throw asError(answer)
    },

    async files(document: Document, signal: AbortSignal) {
      const { contentType, bytes } = document
      if (isXml(contentType)) return [{ name: '', bytes }]
      // Nothing else has files inside, and a thread is not asked what is known.
      if (contentType !== 'application/pdf') return []
      const ask = (id: number) => ({ type: 'attachments', document: id }) as const
      const answer = await about(document, ask, { timeoutMs: bounds.pageMs }, signal)
      if (answer.type === 'attachments') return answer.attachments
      throw asError(answer)
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
