import type OpenAI from 'openai'
import { limits } from '../limits.ts'
import type { Abilities } from './abilities.ts'
import type { Asked } from './model.ts'
import { schemaFor } from './model-answer.ts'
import { promptFor } from './prompt.ts'

type Request = OpenAI.ChatCompletionCreateParamsNonStreaming

/** One question in OpenAI's protocol, or in as much of it as the server understands. */
export function requestFor(
  asked: Asked,
  { model, abilities, pictures }: { model: string; abilities: Abilities; pictures: string[] },
): Request {
  const { system, user } = promptFor(asked, crypto.randomUUID())
  const { names } = asked
  const most = names.includes('products') ? limits.outputTokens : limits.fewOutputTokens
  return {
    model,
    messages: [
      { role: 'system', content: system },
      { role: 'user', content: pictures.length ? withPictures(user, pictures) : user },
    ],
    ...formatOf(abilities, names),
    ...(abilities.parameters === 'old'
      ? { max_tokens: most, temperature: 0 }
      : { max_completion_tokens: most }),
  }
}

const withPictures = (text: string, pictures: string[]) => [
  { type: 'text' as const, text },
  ...pictures.map((url) => ({ type: 'image_url' as const, image_url: { url } })),
]

function formatOf({ format }: Abilities, names: Asked['names']): Pick<Request, 'response_format'> {
  if (format === 'words') return {}
  if (format === 'object') return { response_format: { type: 'json_object' } }
  const schema = { name: 'invoice', strict: true, schema: schemaFor(names) }
  return { response_format: { type: 'json_schema', json_schema: schema } }
}
