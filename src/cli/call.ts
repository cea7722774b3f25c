import { parseArgs } from 'node:util'
import { StartError } from '../errors.ts'
import type { Language } from '../language.ts'

/** How a command was called. */
export interface Call {
  args: string[]
  env: Record<string, string | undefined>
  /** Of whoever sits at the terminal. */
  language: Language
}
/** Returns the exit code. */
export type Command = (call: Call) => Promise<number>

/** EX_USAGE of sysexits.h. */
export const wrongUsage = 64

/** The language of the surroundings: Spanish where LANG is, otherwise English. */
export const languageOfTerminal = ({ LC_ALL, LC_MESSAGES, LANG }: Call['env']): Language =>
  /^es/i.test(LC_ALL || LC_MESSAGES || LANG || '') ? 'es' : 'en'

type Options = Record<string, { type: 'boolean' | 'string' }>

interface Accepts<O extends Options> {
  options?: O
  /** What the operands are, and how many there may be. */
  operands?: { name: string; most?: number }
}

/** Reads a command's arguments; whatever it does not take is refused with one line. */
export function readArgs<const O extends Options>(args: string[], { options, operands }: Accepts<O>) {
  const { values, positionals } = parsed(args, options, operands !== undefined)
  if (operands && positionals.length === 0) throw new StartError(`${operands.name} is missing`, wrongUsage)
  if (positionals.length > (operands?.most ?? Number.POSITIVE_INFINITY))
    throw new StartError(`one ${operands?.name} is enough`, wrongUsage)
  return { values, positionals }
}

function parsed<const O extends Options>(args: string[], options: O | undefined, allowPositionals: boolean) {
  try {
    return parseArgs({ args, options: options ?? ({} as O), allowPositionals, strict: true })
  } catch (error) {
    throw new StartError((error as Error).message.split('. ')[0]!, wrongUsage)
  }
}
