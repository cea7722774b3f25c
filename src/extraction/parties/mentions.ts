import { limits } from '../limits.ts'
import type { Line } from '../text-lines.ts'
import { sameName } from './names.ts'

const site =
  /(?:https?:\/\/|www\.|@)?((?:[a-z\d-]{1,40}\.){1,3})(?:com|net|org|info|biz|eu|es|de|at|ch|fr|be|nl|it|pt|uk|ie|us|ca|mx|co|cl|pe|ar|br|pa|ec|my|sg)(?:\.[a-z]{2})?(?![a-z])/g
/** Mail and pages of these belong to whoever rents them. */
const rented =
  /^(?:gmail|googlemail|hotmail|outlook|live|yahoo|icloud|msn|gmx|web|t-online|aol|orange|wanadoo|free|laposte|telefonica|terra|facebook|instagram|twitter|linkedin)$/
const noName = /^(?:www|web|mail|shop|store|info|my|mi|com|co|org|net|gob|gov)$/

/** How a document speaks of its parties beside their names. */
export interface Mentions {
  /** Names in its addresses of the web and of mail: "example" of info@example.com. */
  domains: string[]
  /** How often a name is printed, as a whole. */
  countOf(name: string): number
}

export function mentionsIn(all: Line[]): Mentions {
  const lines = all.slice(0, limits.mentions)
  const letters = lines.map(({ plain }) => plain.replace(/[^\p{L}\d]/gu, ''))
  return {
    domains: [
      ...new Set(
        lines.flatMap(({ plain }) =>
          [...plain.matchAll(site)].flatMap((match) => coreOf(match[0], match[1]!)),
        ),
      ),
    ],
    countOf(name) {
      const core = sameName(name)
      return core.length < 4 ? 0 : letters.filter((line) => line.includes(core)).length
    },
  }
}

function coreOf(whole: string, labels: string): string[] {
  const core = labels
    .split('.')
    .filter((part) => part && !noName.test(part))
    .at(-1)
  if (!core || core.length < 3) return []
  return whole.includes('@') && rented.test(core) ? [] : [core.replace(/-/g, '')]
}

/** "lepetitpont.fr" and "Le petit pont SARL" are one: the domain is in the name or the name in the domain. */
export const agreesWith = (domains: string[], name: string): boolean => {
  const core = sameName(name)
  const first = core.slice(0, 4)
  return domains.some(
    (domain) =>
      core === domain ||
      (domain.length >= 4 && core.includes(domain)) ||
      (core.length >= 4 && domain.includes(core)) ||
      (first.length === 4 && domain.startsWith(first) && sharesWords(domain, name)),
  )
}

/** "brightwater" of "Brightwater Supply LLC": the longest word of the name. */
const sharesWords = (domain: string, name: string) =>
  name.split(/\s+/).some((word) => word.length >= 5 && domain.includes(sameName(word)))
