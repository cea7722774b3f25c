import { AppError, StartError } from '../errors.ts'
import { type Call, type Command, languageOfTerminal, wrongUsage } from './call.ts'
import { OutputClosed, outliveClosedOutput, print } from './print.ts'
import { usage } from './usage.ts'

/** Every command of `bin/folio`, loaded when it is asked for. */
const commands: Record<string, () => Promise<Command>> = {
  serve: async () => (await import('./serve.ts')).serve,
  worker: async () => (await import('./serve.ts')).work,
  migrate: async () => (await import('./migrate.ts')).migrate,
  doctor: async () => (await import('./doctor.ts')).doctor,
  extract: async () => (await import('./extract.ts')).extract,
  read: async () => (await import('./read.ts')).read,
  user: async () => (await import('./user.ts')).user,
  token: async () => (await import('./token.ts')).token,
  credits: async () => (await import('./credits.ts')).credits,
  import: async () => (await import('./import-folder.ts')).importFolder,
}

async function run(name: string | undefined, call: Call): Promise<number> {
  const asks = [name, ...call.args].some((word) => word === '--help' || word === '-h')
  if (name === 'help' || asks || !name) {
    await print(usage[call.language])
    return name || asks ? 0 : wrongUsage
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!load) throw new StartError(`there is no command ${JSON.stringify(name)}: see folio help`, wrongUsage)
  return (await load())(call)
}

/** One line for whoever called, and the exit code; undefined for what is a fault of the program. */
function explain(error: unknown, { language }: Call): { line?: string; code: number } | undefined {
  if (error instanceof StartError) return { line: error.message, code: error.exitCode }
  if (error instanceof AppError)
    return { line: error.text[language], code: error.kind === 'unavailable' ? 69 : 1 }
  // As if SIGPIPE had ended it: `folio … | head` is nothing to complain about.
  if (error instanceof OutputClosed)
    return error.code === 'EPIPE' ? { code: 141 } : { line: error.message, code: 74 }
  return undefined
}

outliveClosedOutput()
const [name, ...args] = process.argv.slice(2)
const call: Call = { args, env: process.env, language: languageOfTerminal(process.env) }
try {
  process.exit(await run(name, call))
} catch (error) {
  const told = explain(error, call)
  if (!told) throw error
  if (told.line) process.stderr.write(`folio: ${told.line}\n`)
  process.exit(told.code)
}
