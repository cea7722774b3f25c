import type OpenAI from 'openai'
import { bounds } from '../../config.ts'
import { limits } from '../limits.ts'
import { type Abilities, isRefusal, rememberAbilities, withoutRefused } from './abilities.ts'
import { checkModel } from './check-model.ts'
import type { ModelSettings } from './model-settings.ts'
import { openClient } from './open-client.ts'
import type { Wanted } from './prompt.ts'
import { readCompletion } from './read-completion.ts'
import { requestFor } from './request-for.ts'
import { restAfterFailures } from './rest.ts'
import { tryAgain } from './try-again.ts'

/** What asking cost. */
export interface Cost {
  requests: number
  tokensIn: number
  tokensOut: number
}

export interface Asked extends Wanted {
  /** The pages as data URLs; made only for a model that sees. */
  pictures: () => Promise<string[]>
}

export interface Model {
  name: string
  address: string
  /** The text of an answer. What it costs is counted as it goes along, also where no answer comes of it. */
  ask(asked: Asked, cost: Cost, signal: AbortSignal): Promise<string>
  /** Throws with the reason when nobody is there. */
  check(): Promise<void>
}

/** Small and cheap, and enough to read a page; used when only a key is set. */
const defaultModel = 'gpt-5.4-mini'
const openAi = 'https://api.openai.com/v1'

/** A model behind an address; null when the settings name neither a key nor an address. */
export function createModel(settings: ModelSettings): Model | null {
  const { apiKey, baseUrl, model: name = defaultModel, timeoutMs = bounds.modelMs } = settings
  if (!apiKey && !baseUrl) return null
  const address = baseUrl ?? openAi
  const memory = rememberAbilities({ format: 'schema', sees: true, parameters: baseUrl ? 'old' : 'new' })
  const rest = restAfterFailures()
  let client: Promise<OpenAI> | undefined
  const connect = () => {
    client ??= openClient(apiKey, address, timeoutMs)
    return client
  }

  /** Asks for what the server can do, and for less where it says that it can't. */
  async function stepDown(asked: Asked, ask: (abilities: Abilities, pictures: string[]) => Promise<unknown>) {
    let abilities = memory.now()
    for (let rung = 1; ; rung++) {
      const pictures = abilities.sees ? await asked.pictures() : []
      try {
        const completion = await ask(abilities, pictures)
        memory.keep(abilities)
        return completion
      } catch (error) {
        const hasPictures = pictures.length > 0
        const canDoLess = rung < limits.rungs && isRefusal(error, hasPictures)
        const less = canDoLess ? withoutRefused(abilities, error, hasPictures) : null
        if (!less) throw error
        abilities = less
      }
    }
  }

  return {
    name,
    address,
    async ask(asked, cost, signal) {
      rest.requireAwake()
      const deadline = performance.now() + timeoutMs
      const within = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)])
      const { completions } = (await connect()).chat
      const completion = await stepDown(asked, (abilities, pictures) => {
        const request = requestFor(asked, { model: name, abilities, pictures })
        const send = () => {
          cost.requests++
          return completions.create(request, { signal: within })
        }
        const unless = (error: unknown) => isRefusal(error, pictures.length > 0)
        return tryAgain(send, { attempts: bounds.modelAttempts, deadline, signal: within, unless })
      }).catch((error) => {
        if (!signal.aborted) rest.failed(error)
        throw error
      })
      rest.over()
      return readCompletion(completion, cost)
    },
    check: async () => checkModel(await connect(), address),
  }
}
