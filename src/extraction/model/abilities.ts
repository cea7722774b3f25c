import { limits } from '../limits.ts'
import { statusOf } from './try-again.ts'

/** How a server is spoken to: each speaks its own part of OpenAI's protocol, and says so by refusing the rest. */
export interface Abilities {
  /** How an answer's form is asked for: a strict schema, any JSON object, or only in words. */
  format: 'schema' | 'object' | 'words'
  sees: boolean
  /** OpenAI's own models refuse the older name of a limit and any temperature; other servers know nothing else. */
  parameters: 'new' | 'old'
}

const aboutParameters = /max_completion_tokens|max_tokens|temperature/
const aboutPictures = /image|vision|visual|multi-?modal|mmproj|content.{0,40}(?:string|text)/
const aboutFormat = /response_format|json_schema|json_object|schema|grammar|structured|guided/

/** What to try after a refusal, by what the server says of it; null when nothing is left to leave out. */
export function withoutRefused(abilities: Abilities, error: unknown, hasPictures: boolean): Abilities | null {
  const said = saidBy(error)
  if (aboutParameters.test(said))
    return { ...abilities, parameters: abilities.parameters === 'new' ? 'old' : 'new' }
  const blind = hasPictures ? { ...abilities, sees: false } : null
  const simpler = simplerFormat(abilities)
  if (aboutFormat.test(said) && !aboutPictures.test(said)) return simpler ?? blind
  return blind ?? simpler
}

/** Whether a server refuses the form of a question; some stumble, with a 500, over a picture that they can't see. */
export function isRefusal(error: unknown, hasPictures: boolean): boolean {
  const status = statusOf(error) ?? 0
  return (
    [400, 415, 422, 501].includes(status) ||
    (status >= 500 && hasPictures && aboutPictures.test(saidBy(error)))
  )
}

const saidBy = (error: unknown) => (error instanceof Error ? error.message.slice(0, 2_000).toLowerCase() : '')

function simplerFormat(abilities: Abilities): Abilities | null {
  if (abilities.format === 'schema') return { ...abilities, format: 'object' }
  return abilities.format === 'object' ? { ...abilities, format: 'words' } : null
}

/** What a server was found to understand; asked anew after a while, as servers are updated. */
export function rememberAbilities(first: Abilities) {
  let known = first
  let until = 0
  return {
    now: (): Abilities => (Date.now() < until ? known : first),
    keep(abilities: Abilities) {
      if (abilities === first || abilities === known) return
      known = abilities
      until = Date.now() + limits.abilitiesMs
    },
  }
}
