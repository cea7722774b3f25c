type Fields = Record<string, unknown>
type Level = 'debug' | 'info' | 'warn' | 'error'

/** One JSON object a line. Ids and counts only: never a name, an amount or a file's text. */
export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
  child(fields: Fields): Log
}

const levels: Level[] = ['debug', 'info', 'warn', 'error']

export function createLog(lowest: Level, fields: Fields = {}, write = toStandardError): Log {
  const at = (level: Level) => (message: string, more?: Fields) => {
    if (levels.indexOf(level) < levels.indexOf(lowest)) return
    write(JSON.stringify({ at: new Date(), level, message, ...fields, ...more }, plain))
  }
  return {
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
    child: (more) => createLog(lowest, { ...fields, ...more }, write),
  }
}

/** What is said in one moment is written at once: a write takes a sixth of what answering a request does. */
function gather(write: (lines: string) => void) {
  let lines = ''
  const flush = () => {
    if (lines) write(lines)
    lines = ''
  }
  process.on('exit', flush)
  return (line: string) => {
    if (!lines) setImmediate(flush)
    lines += `${line}\n`
  }
}

const toStandardError = gather((lines) => process.stderr.write(lines))

/** Errors are told by name, message and first frames: the whole stack of a foreign library helps nobody. */
function plain(_: string, value: unknown) {
  return value instanceof Error ? describe(value) : value
}

function describe(error: Error): Fields {
  const { code } = error as { code?: unknown }
  return {
    name: error.name,
    message: withoutParameters(error.message),
    ...(code ? { code } : {}),
    stack: framesOf(error),
    ...(error.cause instanceof Error ? { cause: describe(error.cause) } : {}),
  }
}

/** A failed query tells its parameters, and those are people's data. */
const withoutParameters = (message: string) => message.split('\nparams:')[0]!.slice(0, 500)

const framesOf = ({ stack = '' }: Error) =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 5)
    .map((line) => line.trim())
