import { StartError } from '../errors.ts'
import type { Handlers } from './queue.ts'

/**
 * What a process works on, as QUEUES says: everything; what is named; or, with a minus before each name, everything else,
 * so that other processes do the rest.
 */
export function keptApart(handlers: Handlers, wishes: string[], sweepNames: readonly string[]): Handlers {
  const known = [...Object.keys(handlers.jobs), ...sweepNames]
  const unknown = wishes.find((wish) => !known.includes(wish.replace(/^-/, '')))
  if (unknown)
    throw new StartError(`QUEUES (${unknown}) is no work there is: name some of ${known.join(', ')}`)
  const named = wishes.filter((wish) => !wish.startsWith('-'))
  const isWanted = (name: string) => !wishes.includes(`-${name}`) && (!named.length || named.includes(name))
  return {
    ...handlers,
    jobs: Object.fromEntries(Object.entries(handlers.jobs).filter(([name]) => isWanted(name))),
    sweeps: handlers.sweeps.filter(({ name }) => isWanted(name)),
  }
}
