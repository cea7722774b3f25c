import { createServer } from 'node:net'
import type { Config } from '../config.ts'
import type { Verdict } from './doctor-checks.ts'

const answerMs = 2_000

/** Whether Folio can listen where it is told to, or does so already. */
export async function lookAtPort({
  HOST,
  PORT,
  ROLE,
}: Pick<Config, 'HOST' | 'PORT' | 'ROLE'>): Promise<Verdict> {
  if (ROLE === 'worker')
    return { level: 'ok', text: { es: 'no hace falta con ROLE=worker', en: 'none needed with ROLE=worker' } }
  const place = `${HOST}:${PORT}`
  const code = await tryToListen(HOST, PORT)
  if (!code) return { level: 'ok', text: { es: `${place} está libre`, en: `${place} is free` } }
  if (code === 'EADDRINUSE' && (await isFolio(HOST, PORT)))
    return {
      level: 'ok',
      text: { es: `Folio ya responde en ${place}`, en: `Folio answers at ${place} already` },
    }
  const text = {
    EADDRINUSE: {
      es: `${place} lo usa otro programa: pon PORT a uno libre`,
      en: `${place} is taken by another program: set PORT to a free one`,
    },
    EACCES: {
      es: `este usuario no puede usar el puerto ${PORT}: pon PORT por encima de 1023`,
      en: `port ${PORT} needs privileges this user does not have: set PORT above 1023`,
    },
  }[code] ?? {
    es: `no se puede escuchar en ${place} (${code}): corrige HOST`,
    en: `${place} can't be listened on (${code}): mend HOST`,
  }
  return { level: 'fail', text }
}

function tryToListen(host: string, port: number) {
  const server = createServer()
  return new Promise<string | undefined>((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? 'unknown'))
    server.listen(port, host, () => server.close(() => resolve(undefined)))
  })
}

async function isFolio(host: string, port: number) {
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]', '::1': '[::1]' }[host] ?? host
  try {
    const response = await fetch(`http://${name}:${port}/healthz`, { signal: AbortSignal.timeout(answerMs) })
    return ((await response.json()) as { alive?: unknown }).alive === true
  } catch {
    return false
  }
}
