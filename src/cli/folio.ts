import { readConfig } from '../config.ts'
import { StartError } from '../errors.ts'
import { serve } from './serve.ts'

const usage = `Usage: folio COMMAND

  serve                     everything in one process (or what ROLE says)
  worker                    a process that only works on the queue
  migrate                   bring the database up to date and stop
  doctor                    check everything, and say what to do
  extract [--json] [--llm] FILE...   read files without server or database
  import DIR                upload a folder
`

/** Every command of \`bin/folio\`. */
const commands: Record<string, (args: string[]) => Promise<number>> = {
  serve: async () => serve(readConfig(process.env)),
  worker: async () => serve(readConfig({ ...process.env, ROLE: 'worker' })),
}

async function run([name = 'help', ...args]: string[]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (command) return command(args)
  process.stdout.write(usage)
  return name === 'help' || name === '--help' ? 0 : 64
}

try {
  process.exit(await run(process.argv.slice(2)))
} catch (error) {
  if (!(error instanceof StartError)) throw error
  process.stderr.write(`folio: ${error.message}\n`)
  process.exit(error.exitCode)
}
