import { readConfig } from '../config.ts'
import type { Text } from '../language.ts'
import { createLog } from '../log.ts'
import { type Command, readArgs } from './call.ts'
import { type Check, checksOf } from './doctor-checks.ts'
import { untilDone } from './open-workspace.ts'
import { print } from './print.ts'

/** Checks everything Folio needs, beside a running server or without one; one line each, and what to do. */
export const doctor: Command = ({ args, env, language }) => {
  readArgs(args, {})
  const tell = ({ level, about, text }: Told) =>
    print(`${marks[level]} ${about[language].padEnd(14)} ${text[language]}\n`)
  return untilDone(createLog('error'), async (stops) => {
    let failed = false
    for (const check of [settingsOf(env), ...checksWith(env, stops)]) {
      const told = await run(check)
      failed ||= told.level === 'fail'
      await tell(told)
    }
    return failed ? 1 : 0
  })
}

const marks = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' }

interface Told {
  level: keyof typeof marks
  about: Text
  text: Text
}

async function run({ about, look }: Check): Promise<Told> {
  try {
    return { about, ...(await look()) }
  } catch (error) {
    const { text, message } = error as { text?: Text; message?: string }
    const said = text ?? { es: String(message ?? error), en: String(message ?? error) }
    return { about, level: 'fail', text: said }
  }
}

const settingsOf = (env: Record<string, string | undefined>): Check => ({
  about: { es: 'Ajustes', en: 'Settings' },
  look: async () => {
    const { DATA_DIR, ROLE, AUTH } = readConfig(env)
    const text = `DATA_DIR ${DATA_DIR}, ROLE ${ROLE}, AUTH ${AUTH}`
    return { level: 'ok', text: { es: text, en: text } }
  },
})

/** Without sound settings there is nothing further to look at. */
function checksWith(env: Record<string, string | undefined>, stops: (() => unknown)[]): Check[] {
  try {
    return checksOf(readConfig(env), stops)
  } catch {
    return []
  }
}
