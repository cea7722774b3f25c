import type OpenAI from 'openai'
import type { Cost } from './model.ts'

/** The text of an answer; servers that only resemble OpenAI's may send any shape, whatever the types say. */
export function readCompletion(completion: unknown, cost: Cost): string {
  const { choices, usage } = (completion ?? {}) as Partial<OpenAI.ChatCompletion>
  cost.tokensIn += tokens(usage?.prompt_tokens)
  cost.tokensOut += tokens(usage?.completion_tokens)
  const choice = choices?.[0]
  if (!choice?.message) throw new Error('the answer has no message')
  if (choice.message.refusal) throw new Error('the model refused')
  if (choice.finish_reason === 'length') throw new Error('the answer was cut off')
  const { content } = choice.message as { content?: unknown }
  return typeof content === 'string' ? content : ''
}

const most = 100_000_000
const tokens = (count: unknown) =>
  Number.isInteger(count) ? Math.min(most, Math.max(0, count as number)) : 0
