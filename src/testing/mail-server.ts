import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { freePort } from './free-port.ts'

const program = '/usr/sbin/dovecot'
/** Whether this machine has the mail server; so that a test can say that it was skipped. */
export const hasMailServer = existsSync(program)

const user = 'facturas'
const password = 'an-app-password'

/** Debian's Dovecot on private ports, with one mailbox; ended at the latest with this process. */
export async function startMailServer() {
  const folder = mkdtempSync(join(tmpdir(), 'folio-mail-'))
  chmodSync(folder, 0o755)
  const [port, securePort] = [await freePort(), await freePort()]
  const certificate = join(folder, 'certificate.pem')
  const key = join(folder, 'key.pem')
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-subj',
      '/CN=localhost',
      '-keyout',
      key,
      '-out',
      certificate,
    ],
    { stdio: 'ignore' },
  )
  const mails = join(folder, 'mails')
  mkdirSync(mails)
  if (isRoot) execFileSync('chown', ['nobody', mails])
  const path = join(folder, 'dovecot.conf')
  writeFileSync(path, configuration({ folder, port, securePort, mails, certificate, key }))
  let server: ChildProcess | undefined
  const start = async () => {
    // ends when its input does, and that is when this process ends, whatever ends it
    const script = '"$0" -F -c "$1" & cat; kill $!; wait $!'
    server = spawn('sh', ['-c', script, program, path], { stdio: ['pipe', 'ignore', 'pipe'] })
    const { stderr } = server
    await new Promise<void>((resolve) =>
      stderr!.on('data', (line) => /starting up/.test(String(line)) && resolve()),
    )
  }
  const stop = async () => {
    if (!server || server.exitCode !== null) return
    const ended = once(server, 'exit')
    server.stdin!.end()
    await ended
  }
  await start()
  return {
    settings: {
      MAIL_HOST: '127.0.0.1',
      MAIL_PORT: String(port),
      MAIL_USER: user,
      MAIL_PASSWORD: password,
      MAIL_TLS: 'off',
    },
    securePort,
    /** Puts mails into a folder, or does anything else a person does in a mail program. */
    async asPerson<T>(act: (client: ImapFlow) => Promise<T>): Promise<T> {
      const auth = { user, pass: password }
      const client = new ImapFlow({
        host: '127.0.0.1',
        port,
        secure: false,
        doSTARTTLS: false,
        auth,
        logger: false,
      })
      await client.connect()
      try {
        return await act(client)
      } finally {
        await client.logout()
      }
    },
    goDown: stop,
    comeBack: start,
    async stop() {
      await stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

const { uid, username } = userInfo()
const isRoot = uid === 0

interface Places {
  folder: string
  port: number
  securePort: number
  mails: string
  certificate: string
  key: string
}

const configuration = ({ folder, port, securePort, mails, certificate, key }: Places) => `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = /dev/stderr
listen = 127.0.0.1
protocols = imap
disable_plaintext_auth = no
ssl = yes
ssl_cert = <${certificate}
ssl_key = <${key}
mail_location = maildir:${mails}/%u
${isRoot ? '' : `default_internal_user = ${username}\ndefault_login_user = ${username}\ndefault_internal_group = ${username}`}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${isRoot ? 'nobody' : username} gid=${isRoot ? 'nogroup' : username} home=${mails}/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${securePort}
    ssl = yes
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
`
