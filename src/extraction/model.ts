import type OpenAI from 'openai'
import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'
import { limits } from './limits.ts'
import { answerSchema, type ModelValues, readAnswer } from './model-answer.ts'
import { promptFor } from './prompt.ts'
import type { Line } from './text-lines.ts'

export interface ModelSettings {
  apiKey?: string | undefined
  /** Any server that speaks OpenAI's chat completions. */
  baseUrl?: string | undefined
  model?: string | undefined
  timeoutMs?: number | undefined
}

/** Small and cheap, and enough to read a page; used when only a key is set. */
const defaultModel = 'gpt-5.4-mini'
const openAi = 'https://api.openai.com/v1'

export interface Model {
  read(lines: Line[], signal: AbortSignal): Promise<ModelValues>
  check(): Promise<void>
}

/** A model behind an address; null when the settings name neither a key nor an address. */
export function createModel({
  apiKey,
  baseUrl,
  model,
  timeoutMs = bounds.modelMs,
}: ModelSettings): Model | null {
  if (!apiKey && !baseUrl) return null
  const address = baseUrl ?? openAi
  const name = model ?? defaultModel
  let client: Promise<OpenAI> | undefined
  const connect = () => {
    client ??= openClient(apiKey, address, timeoutMs)
    return client
  }
  return {
    async read(lines, signal) {
      const { system, user } = promptFor(lines, crypto.randomUUID())
      const openai = await connect()
      const completion = await openai.chat.completions.create(
        {
          model: name,
          messages: [
            { role: 'system', content: system },
            { role: 'user', content: user },
          ],
          response_format: {
            type: 'json_schema',
            json_schema: { name: 'invoice', strict: true, schema: answerSchema },
          },
          // OpenAI's own models refuse the older name and any temperature; other servers know nothing else.
          ...(baseUrl
            ? { max_tokens: limits.outputTokens, temperature: 0 }
            : { max_completion_tokens: limits.outputTokens }),
        },
        // One deadline over all attempts: without it each attempt and each wait would start anew.
        { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) },
      )
      return answerIn(completion)
    },
    async check() {
      const openai = await connect()
      try {
        const signal = AbortSignal.timeout(limits.checkMs)
        const response = await openai.models.list({ maxRetries: 0, signal }).asResponse()
        const body = (await response.json()) as { data?: unknown } | null
        // Some other server's page answers with 200 too.
        if (!Array.isArray(body?.data)) throw new Error('it has no list of models')
      } catch (cause) {
        throw new AppError(
          'unavailable',
          {
            es: `El modelo en ${new URL(address).origin} no responde: ${reasonOf(cause)}`,
            en: `The model at ${new URL(address).origin} doesn't answer: ${reasonOf(cause)}`,
          },
          { cause },
        )
      }
    },
  }
}

/** What went wrong in a few words; the message of a foreign error may quote the document, and stays out. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown'
  const { status, cause } = error as { status?: unknown; cause?: unknown }
  if (typeof status === 'number') return `HTTP ${status}`
  if (error.constructor === Error) return error.message
  const code = cause instanceof Error ? (cause as { code?: unknown }).code : undefined
  return [error.constructor.name, code].filter(Boolean).join(' ')
}

/** Loaded when first used: a server without a model never pays for it. Nothing is read from the environment. */
async function openClient(apiKey: string | undefined, baseURL: string, timeout: number): Promise<OpenAI> {
  const { OpenAI } = await import('openai')
  return new OpenAI({
    // Servers on one's own machine ask for none, and the client insists on one.
    apiKey: apiKey ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    baseURL,
    timeout,
    maxRetries: bounds.modelAttempts - 1,
    logLevel: 'off',
    fetch: boundedFetch,
    // A redirect would carry the document to a place nobody configured.
    fetchOptions: { redirect: 'error' },
  })
}

const boundedFetch: typeof fetch = Object.assign(
  async (input: string | URL | Request, init?: RequestInit) => {
    const response = await fetch(input, init)
    return new Response(response.body?.pipeThrough(upTo(limits.answerBytes)), response)
  },
  { preconnect: fetch.preconnect },
)

function upTo(most: number) {
  let bytes = 0
  return new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength
      if (bytes > most) controller.error(new Error(`the answer is longer than ${most} bytes`))
      else controller.enqueue(chunk)
    },
  })
}

function answerIn(completion: OpenAI.ChatCompletion): ModelValues {
  // Servers that only resemble OpenAI's may send any shape, whatever the types say.
  const choice = completion?.choices?.[0]
  if (!choice?.message) throw new Error('the answer has no message')
  if (choice.message.refusal) throw new Error('the model refused')
  if (choice.finish_reason === 'length') throw new Error('the answer was cut off')
  return readAnswer(choice.message.content ?? '')
}
