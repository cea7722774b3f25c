import { readConfig } from '../config.ts'
import type { Deps } from '../deps.ts'
import { StartError } from '../errors.ts'
import type { Language } from '../language.ts'
import { createLog } from '../log.ts'
import { type Command, wrongUsage } from './call.ts'
import { withWorkspace } from './open-workspace.ts'

/** What a command does whose first word says which of several things; arguments are read before anything is opened. */
export type Action = (args: string[]) => (deps: Deps, language: Language) => Promise<void>

/** A command of several actions, which all work on the database, beside a server or without one. */
export const commandOf =
  (name: string, actions: Record<string, Action>): Command =>
  async ({ args: [which = '', ...args], env, language }) => {
    const action = Object.hasOwn(actions, which) ? actions[which] : undefined
    if (!action)
      throw new StartError(
        `${name} needs one of ${Object.keys(actions).join(', ')}: see folio help`,
        wrongUsage,
      )
    const act = action(args)
    return withWorkspace(readConfig(env), createLog('warn'), async ({ deps }) => {
      await act(deps, language)
      return 0
    })
  }
