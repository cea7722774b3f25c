import type OpenAI from 'openai'
import { limits } from '../limits.ts'

/** Loaded when first used: a server without a model never pays for it. Nothing is read from the environment. */
export async function openClient(
  apiKey: string | undefined,
  baseURL: string,
  timeout: number,
): Promise<OpenAI> {
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
    // Its own tries would know nothing of the deadline over all of them.
    maxRetries: 0,
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
      if (bytes > most) controller.error(new TooLongError(`the answer is longer than ${most} bytes`))
      else controller.enqueue(chunk)
    },
  })
}

export class TooLongError extends Error {}
