import type OpenAI from 'openai'
import { AppError } from '../../errors.ts'
import { limits } from '../limits.ts'
import { reasonOf } from './try-again.ts'

/** Asks a server for its models; throws with the reason when nobody is there, or somebody else. */
export async function checkModel(client: OpenAI, address: string) {
  const { origin } = new URL(address)
  try {
    const response = await client.models.list({ signal: AbortSignal.timeout(limits.checkMs) }).asResponse()
    const body = (await response.json()) as { data?: unknown } | null
    // Some other server's page answers with 200 too.
    if (!Array.isArray(body?.data)) throw new Error('it has no list of models')
  } catch (cause) {
    const reason = reasonOf(cause)
    throw new AppError(
      'unavailable',
      {
        es: `El modelo en ${origin} no responde: ${reason}`,
        en: `The model at ${origin} doesn't answer: ${reason}`,
      },
      { cause },
    )
  }
}
