import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from 'bun:test'
import { randomBytes } from 'node:crypto'
import { bounds } from '../../config.ts'
import { createLog } from '../../log.ts'
import { pdf } from '../../testing/documents.ts'
import { makeDte } from '../../testing/e-invoices.ts'
import { hasMailServer, startMailServer } from '../../testing/mail-server.ts'
import { type Attached, makeMail } from '../../testing/mails.ts'
import { openWorld, type World } from '../../testing/world.ts'
import { makeZip } from '../../testing/zips.ts'
import { createMailFetch } from './fetch-mail.ts'
import { mailboxOf } from './mailbox-settings.ts'
import { tryMailbox } from './try-mailbox.ts'

// Against a real mail server, Debian's Dovecot.
setDefaultTimeout(30_000)
const never = new AbortController().signal
const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-' + 'ANTIVIRUS-TEST-FILE!$H+H*')
const ana = 'Ana <ana@example.com>'

if (!hasMailServer)
  console.warn('No dovecot on this machine (apt-get install dovecot-imapd): mailbox tests are skipped')

describe.skipIf(!hasMailServer)('a mailbox', () => {
  let server: Awaited<ReturnType<typeof startMailServer>>
  let world: World
  let settings: Record<string, string>
  beforeAll(async () => {
    server = await startMailServer()
    settings = {
      ...server.settings,
      MAIL_FROM: 'ana@example.com, @supplier.example',
      MAIL_FOLDER: 'Facturas',
    }
    // where the same document may come twice, a mail that is taken twice would show
    world = await openWorld({ ...settings, DUPLICATES: 'allow' })
  })
  afterAll(async () => {
    await world?.close()
    await server?.stop()
  })
  beforeEach(() => server.asPerson((client) => client.mailboxCreate('Facturas')))
  afterEach(async () => {
    await server.asPerson((client) => client.mailboxDelete('Facturas'))
    await world.client`truncate arrivals, watched_places`
    await world.client`delete from settled_invoices`
  })

  const put = (...mails: Buffer[]) =>
    server.asPerson(async (client) => {
      for (const mail of mails) await client.append('Facturas', mail)
    })
  /** As another process would, which knows nothing of the last look. */
  const look = (deps = world.deps) => createMailFetch(deps, mailboxOf(deps.config)!)(never)
  const invoices = async () =>
    (await world.client`select filename, source from invoices order by id`).map(
      ({ filename, source }) => `${source} ${filename}`,
    )
  const arrivals = async () =>
    (await (await world.request('/api/ways-in/arrivals')).json()).items.map(
      ({ outcome, entries }: { outcome: string; entries: { filename: string; code?: string }[] }) =>
        [outcome, ...entries.map(({ filename, code }) => code ?? filename)].join(' '),
    )
  const page = async (language = 'es') =>
    (await world.request('/settings', { headers: { 'Accept-Language': language } })).text()

  test('brings a PDF, once, and nothing is changed in it', async () => {
    await put(makeMail({ from: ana, files: [{ name: 'Factura ñ.pdf', bytes: pdf('by mail') }] }))
    await look()
    await look()
    expect(await invoices()).toEqual(['email Factura ñ.pdf'])
    const mail = await server.asPerson(async (client) => {
      await client.mailboxOpen('Facturas')
      return client.fetchOne('1', { flags: true })
    })
    expect(mail && [...mail.flags!].filter((flag) => flag !== '\\Recent')).toEqual([])
    expect(await page()).toContain('Factura ñ.pdf')
  })

  test('brings a ZIP of an XML and its PDF as one invoice, and several documents as several', async () => {
    const zip = makeZip({ 'F9.xml': makeDte(9), 'F9.pdf': pdf('shown') })
    await put(
      makeMail({ from: 'ventas@supplier.example', files: [{ name: 'F9.zip', bytes: zip }] }),
      makeMail({
        from: ana,
        files: [
          { name: 'uno.pdf', bytes: pdf('one') },
          { name: 'dos.xml', bytes: makeDte(2) },
          { name: 'notas.txt', bytes: Buffer.from('see you'), type: 'application/octet-stream' },
        ],
      }),
    )
    await look()
    expect(await invoices()).toEqual(['email F9.zip', 'email uno.pdf', 'email dos.xml'])
    expect(await arrivals()).toEqual(['received uno.pdf dos.xml UNSUPPORTED_FILE_TYPE', 'received F9.zip'])
  })

  test('a virus test file is refused, by itself, in a ZIP, and under a false name', async () => {
    const files: Attached[] = [
      { name: 'eicar.com', bytes: eicar },
      { name: 'factura.pdf', bytes: eicar },
      { name: 'eicar.zip', bytes: makeZip({ 'eicar.com': eicar }) },
    ]
    await put(makeMail({ from: ana, subject: 'Urgente', files }))
    await look()
    expect(await invoices()).toEqual([])
    expect(await arrivals()).toEqual([
      'refused UNSUPPORTED_FILE_TYPE UNSUPPORTED_FILE_TYPE UNSUPPORTED_FILE_TYPE',
    ])
    expect(await page()).toContain('eicar.zip/eicar.com')
    expect(await page()).toContain('El archivo no es un PDF')
  })

  test('large mails: up to the limit they are taken, beyond it they are not even downloaded', async () => {
    const large = (count: number) =>
      makeMail({
        from: ana,
        files: Array.from({ length: count }, (_, i) => ({
          name: `${i}.pdf`,
          bytes: Buffer.concat([pdf(`${count} ${i}`), randomBytes(9_500_000)]),
        })),
      })
    const tooLargeFile = {
      name: 'grande.pdf',
      bytes: Buffer.concat([pdf('grande'), Buffer.alloc(bounds.uploadBytes)]),
    }
    await put(large(3), large(4), makeMail({ from: ana, files: [tooLargeFile] }))
    await look()
    expect(await invoices()).toEqual(['email 0.pdf', 'email 1.pdf', 'email 2.pdf'])
    expect(await arrivals()).toEqual([
      'refused FILE_TOO_LARGE',
      'refused MAIL_TOO_LARGE',
      'received 0.pdf 1.pdf 2.pdf',
    ])
    expect(await page('en')).toContain('The mail is larger than 40 MB')
  })

  test('a stranger’s mail is refused, and nobody’s name is in the log', async () => {
    const lines: string[] = []
    const log = createLog('debug', {}, (line) => lines.push(line))
    const files = [{ name: 'a.pdf', bytes: pdf('stranger') }]
    await put(
      makeMail({ from: 'Mallory <mallory@evil.example>', subject: 'Geheim', files }),
      makeMail({ from: 'Ana <ana@example.com.evil.example>', files }),
      makeMail({ from: 'x@notsupplier.example', files }),
      makeMail({ from: '"ana@example.com" <mallory@evil.example>', files }),
      makeMail({ from: 'ana@example.com, mallory@evil.example', files }),
      makeMail({ from: '', files }),
    )
    await look({ ...world.deps, log })
    expect(await invoices()).toEqual([])
    expect(await arrivals()).toEqual(Array(6).fill('refused MAIL_STRANGER'))
    expect(await page()).toContain('mallory@evil.example')
    expect(lines.join()).toContain('MAIL_STRANGER')
    expect(lines.join()).not.toMatch(/mallory|ana@|Geheim|a\.pdf/)
  })

  test('pictures in the text are decoration, unless there is nothing else', async () => {
    const logo = { name: 'logo.png', bytes: png(2_000), type: 'image/png', inline: true }
    const photo = { name: 'foto.png', bytes: png(80_000), type: 'image/png', inline: true }
    await put(
      makeMail({ from: ana, files: [logo, { name: 'f.pdf', bytes: pdf('real') }] }),
      makeMail({ from: ana, files: [logo, photo] }),
      makeMail({ from: ana, files: [logo] }),
    )
    await look()
    expect(await invoices()).toEqual(['email f.pdf', 'email foto.png'])
    expect(await arrivals()).toEqual(['nothing', 'received foto.png', 'received f.pdf'])
  })

  test('a forwarded mail brings what it carries', async () => {
    const inner = makeMail({ from: 'x@else.example', files: [{ name: 'dentro.pdf', bytes: pdf('inside') }] })
    await put(
      makeMail({
        from: ana,
        files: [{ name: 'mail.eml', bytes: inner, type: 'message/rfc822', inline: true }],
      }),
    )
    await look()
    expect(await invoices()).toEqual(['email dentro.pdf'])
  })

  test('damaged and odd mails hold up nobody', async () => {
    await put(
      Buffer.from(
        'From: ana@example.com\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!',
      ),
      Buffer.from('From: ana@example.com\r\n\r\n'),
      Buffer.from(
        `From: ana@example.com\r\nSubject: ${'=?utf-8?B?4oCu?='.repeat(2000)}\r\nContent-Type: ${'multipart/mixed; boundary="'.repeat(99)}\r\n\r\nx`,
      ),
      makeMail({
        from: ana,
        files: [{ name: '../../etc/passwd\u202egpj.pdf', bytes: pdf('after all that') }],
      }),
    )
    await look()
    expect(await invoices()).toEqual(['email passwdgpj.pdf'])
    expect(await arrivals()).toHaveLength(4)
  })

  test('several processes take each mail once', async () => {
    await put(
      ...Array.from({ length: 8 }, (_, i) =>
        makeMail({ from: ana, files: [{ name: `${i}.pdf`, bytes: pdf(`m ${i}`) }] }),
      ),
    )
    await Promise.all([look(), look(), look()])
    await look()
    expect((await invoices()).sort()).toEqual(Array.from({ length: 8 }, (_, i) => `email ${i}.pdf`))
  })

  test('a store that fails in the middle of a mail: nothing of it is taken, and all of it the next time', async () => {
    const files = ['a', 'b', 'c'].map((name) => ({ name: `${name}.pdf`, bytes: pdf(`store ${name}`) }))
    await put(makeMail({ from: ana, files }))
    let kept = 0
    const failing: World['deps'] = {
      ...world.deps,
      transact: (body) =>
        world.deps.transact((work) =>
          body({
            ...work,
            enqueue: async (name, ...jobs) => {
              if (++kept === 2) throw new Error('died here')
              await work.enqueue(name, ...jobs)
            },
          }),
        ),
    }
    await expect(look(failing)).rejects.toThrow('died here')
    expect(await invoices()).toEqual([])
    await look()
    expect(await invoices()).toEqual(['email a.pdf', 'email b.pdf', 'email c.pdf'])
  })

  test('numbered anew, it brings only what is new', async () => {
    const mails = ['x', 'y'].map((name) =>
      makeMail({ from: ana, files: [{ name: `${name}.pdf`, bytes: pdf(name) }] }),
    )
    await put(...mails)
    await look()
    await server.asPerson(async (client) => {
      await client.mailboxDelete('Facturas')
      await client.mailboxCreate('Facturas')
    })
    await put(...mails, makeMail({ from: ana, files: [{ name: 'z.pdf', bytes: pdf('z') }] }))
    await look()
    expect(await invoices()).toEqual(['email x.pdf', 'email y.pdf', 'email z.pdf'])
    expect((await arrivals()).slice(0, 3)).toEqual(['received z.pdf', 'known', 'known'])
  })

  test('that is away is said on the page, and nothing is lost', async () => {
    await put(makeMail({ from: ana, files: [{ name: 'later.pdf', bytes: pdf('later') }] }))
    await server.goDown()
    await expect(look()).rejects.toThrow('does not answer')
    expect(await page()).toContain('El servidor de correo')
    const tried = await world.request('/api/ways-in/mailbox/trial', { method: 'POST' })
    expect([tried.status, (await tried.json()).code]).toEqual([503, 'MAIL_UNREACHABLE'])
    await server.comeBack()
    await look()
    expect(await invoices()).toEqual(['email later.pdf'])
    expect(await page()).not.toContain('El servidor de correo')
  })

  test('is tried from the page: that it opens, or why not', async () => {
    await put(makeMail({ from: ana, files: [] }))
    expect(await (await world.request('/settings/mailbox-trial', { method: 'POST' })).text()).toContain(
      'El buzón se abre: hay 1 correos en él.',
    )
    const trial = (more: object) =>
      tryMailbox({ ...world.config, ...more } as World['config']).catch((error) => error.code)
    expect(await trial({})).toBe(1)
    expect(await trial({ MAIL_PASSWORD: 'wrong' })).toBe('MAIL_SIGN_IN')
    expect(await trial({ MAIL_FOLDER: 'Nowhere' })).toBe('MAIL_FOLDER')
    expect(await trial({ MAIL_HOST: undefined })).toBe('NO_MAILBOX')
    const secure = { MAIL_HOST: 'localhost', MAIL_TLS: 'on', MAIL_PORT: server.securePort }
    expect(await trial(secure)).toBe('MAIL_CERTIFICATE')
    expect(await trial({ MAIL_HOST: 'localhost', MAIL_TLS: 'starttls' })).toBe('MAIL_CERTIFICATE')
    expect((await world.request('/settings/mailbox-trial', { method: 'POST', as: world.rita })).status).toBe(
      403,
    )
  })
})

function png(bytes: number) {
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), randomBytes(bytes)])
}
