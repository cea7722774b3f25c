import { parentPort, workerData } from 'node:worker_threads'
import { ReadingError } from '../reader.ts'
import type { Answer, Question, Reply, Request, ThreadStart } from '../thread-protocol.ts'
import { checkText } from './check-text.ts'
import { useNativeGate } from './native-gate.ts'
import { type HeldDocument, openDocument } from './open-document.ts'
import { isWorn } from './wear.ts'

const port = parentPort!
const { settings, gate } = workerData as ThreadStart
useNativeGate(gate)
const documents = new Map<number, HeldDocument>()

port.on('message', (request: Request) => {
  if (request.type === 'hold') documents.set(request.document, openDocument(request, settings))
  else if (request.type === 'forget') forget(request.document)
  else void reply(request.id, request.question)
})

async function reply(id: number, question: Question) {
  const answer = await settle(question)
  port.postMessage({ id, answer, worn: isWorn(settings) } satisfies Reply, buffersOf(answer))
}

function buffersOf(answer: Answer) {
  if (answer.type === 'attachments') return answer.attachments.map(({ bytes }) => bytes.buffer)
  if (answer.type === 'page') return answer.picture ? [answer.picture.buffer] : []
  return answer.type === 'picture' ? [answer.bytes.buffer] : []
}

async function settle(question: Question): Promise<Answer> {
  try {
    return await answerTo(question)
  } catch (error) {
    if (error instanceof ReadingError)
      return { type: 'failed', reason: error.reason, detail: error.message.slice(0, 300) }
    // An engine that broke where none should is not trusted with another page.
    return { type: 'failed', reason: 'crashed', detail: String(error).slice(0, 300) }
  }
}

async function answerTo(question: Question): Promise<Answer> {
  if (question.type === 'check') return { type: 'checked', text: await checkText(settings) }
  const document = documents.get(question.document)
  if (!document) throw new Error('The thread was asked about a document it does not hold')
  if (question.type === 'open') return { type: 'opened', pages: await document.countPages() }
  if (question.type === 'page')
    return { type: 'page', ...(await document.readPage(question.page, question.withPicture ?? false)) }
  if (question.type === 'region')
    return { type: 'region', words: await document.readRegion(question.place, question.box) }
  if (question.type === 'attachments')
    return { type: 'attachments', attachments: await document.attachments() }
  return { type: 'picture', bytes: await document.picture(question.place) }
}

function forget(id: number) {
  documents.get(id)?.close()
  documents.delete(id)
}
