import type { Config } from '../../config.ts'

export interface ModelSettings {
  apiKey?: string | undefined
  /** Any server that speaks OpenAI's chat completions. */
  baseUrl?: string | undefined
  model?: string | undefined
  timeoutMs?: number | undefined
}

/** What the settings say of a model. */
export const modelOf = (config: Config): ModelSettings => ({
  apiKey: config.OPENAI_API_KEY,
  baseUrl: config.OPENAI_BASE_URL,
  model: config.OPENAI_MODEL,
  timeoutMs: config.OPENAI_TIMEOUT_SECONDS * 1_000,
})
