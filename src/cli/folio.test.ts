import { afterAll, beforeAll, expect, test } from 'bun:test'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { invoiceLines, makePdf } from '../reading/make-documents.ts'
import { makeDte, makeEnvelope } from '../testing/e-invoices.ts'
import { makeZip } from '../testing/zips.ts'

const program = join(import.meta.dirname, 'folio.ts')
const patienceMs = 60_000
let folder: string
const inFolder = (...names: string[]) => join(folder, ...names)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'folio-cli-'))
  await mkdir(inFolder('inbox/march'), { recursive: true })
  await writeFile(inFolder('inbox/one.pdf'), await makePdf([{ lines: invoiceLines('F-1') }]))
  await writeFile(inFolder('inbox/march/two.pdf'), await makePdf([{ lines: invoiceLines('F-2') }]))
  await writeFile(inFolder('inbox/notes.txt'), 'not an invoice')
  await writeFile(inFolder('inbox/.hidden'), 'not even looked at')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function start(args: string[], settings: Record<string, string> = {}) {
  const env = {
    PATH: process.env.PATH,
    OCR_WORKERS: '1',
    LANG: 'en',
    DATA_DIR: inFolder('data'),
    ...settings,
  }
  return spawn(process.execPath, ['--no-env-file', program, ...args], { env, cwd: folder })
}

async function run(args: string[], settings?: Record<string, string>) {
  const child = start(args, settings)
  let [output, errors] = ['', '']
  child.stdout.on('data', (data) => {
    output += data
  })
  child.stderr.on('data', (data) => {
    errors += data
  })
  const [code] = await once(child, 'close')
  return { code, output, errors, lines: output.trimEnd().split('\n') }
}

test(
  'extract gives an object a file, in the order given, and one that is missing holds up nobody',
  async () => {
    const { code, lines } = await run([
      'extract',
      '--json',
      'inbox/one.pdf',
      'gone.pdf',
      'inbox',
      'inbox/march/two.pdf',
    ])
    const [one, gone, inbox, two] = lines.map((line) => JSON.parse(line))
    expect(code).toBe(1)
    expect(one).toMatchObject({
      file: 'inbox/one.pdf',
      ok: true,
      data: { invoice_number: 'F-1', total: 1210 },
    })
    expect(one.fields.total).toMatchObject({ value: 1210, page: 1, source: 'text' })
    expect(one.checks.length).toBeGreaterThan(0)
    expect(Object.keys(one.timings)).toEqual(['read_ms', 'extract_ms'])
    expect(gone).toMatchObject({ file: 'gone.pdf', ok: false, error: { code: 'NOT_FOUND' } })
    expect(inbox).toMatchObject({ file: 'inbox', ok: false, error: { code: 'NOT_A_FILE' } })
    expect(two).toMatchObject({ file: 'inbox/march/two.pdf', ok: true, data: { invoice_number: 'F-2' } })
  },
  patienceMs,
)

test(
  'extract gives every invoice of a file that holds several, and names what it could not read',
  async () => {
    const files = {
      'one.pdf': await makePdf([{ lines: invoiceLines('F-1') }]),
      'two.xml': makeEnvelope([
        { folio: 41, net: 1000 },
        { folio: 42, net: 2000 },
      ]),
      'notes.txt': 'not an invoice',
    }
    await writeFile(inFolder('several.xml'), files['two.xml'])
    await writeFile(inFolder('pair.zip'), makeZip({ 'a.pdf': files['one.pdf'], 'a.xml': makeDte(43) }))
    await writeFile(inFolder('many.zip'), makeZip({ ...files, 'sub/three.pdf': files['one.pdf'] }))
    const { code, lines } = await run(['extract', '--json', 'several.xml', 'pair.zip', 'many.zip'])
    const [several, pair, many] = lines.map((line) => JSON.parse(line))
    expect(code).toBe(1)
    const totals = (each: typeof several) =>
      [each, ...(each.others ?? [])].map(({ data }: typeof several) => data.total)
    expect([several, pair, many].map(totals)).toEqual([[1190, 2380], [1190], [1210, 1190, 2380, 1210]])
    expect(several).toMatchObject({ ok: true, others: [{ data: { invoice_number: '42' } }] })
    expect(pair.fields.total).toMatchObject({ source: 'einvoice' })
    expect([many.file, ...many.others.map(({ file }: { file: string }) => file)]).toEqual([
      'many.zip',
      'many.zip/two.xml',
      'many.zip/two.xml',
      'many.zip/sub/three.pdf',
    ])
    expect(many.rejected).toMatchObject([{ file: 'many.zip/notes.txt', code: 'UNSUPPORTED_FILE_TYPE' }])
    const words = await run(['read', '--json', 'many.zip'])
    expect(JSON.parse(words.output).pages.map(({ page }: { page: number }) => page)).toEqual([1, 2, 3])
  },
  patienceMs,
)

test(
  'extract tells people what it found, in their language',
  async () => {
    const { code, output } = await run(['extract', 'inbox/one.pdf'], { LANG: 'es_CL.UTF-8' })
    expect(code).toBe(0)
    expect(output).toMatch(/invoice_number +F-1 {2}\[text \d+ % p\. 1\]/)
    expect(output).toContain('✓ Subtotal e impuestos suman el total.')
  },
  patienceMs,
)

test(
  'read gives words with boxes, and draws them',
  async () => {
    const { code, output } = await run(['read', '--json', '--draw', 'drawn', 'inbox/one.pdf'])
    expect(code).toBe(0)
    const { pages } = JSON.parse(output)
    expect(pages).toHaveLength(1)
    const total = pages[0].words.find(({ text }: { text: string }) => text === 'TOTAL')
    const drawn = sharp(inFolder('drawn/one.pdf-1.png')).removeAlpha()
    const { data, info } = await drawn.raw().toBuffer({ resolveWithObject: true })
    const x = Math.round(total.box[0] * info.width)
    const y = Math.round(((total.box[1] + total.box[3]) / 2) * info.height)
    const [red, green] = data.subarray((y * info.width + x) * info.channels)
    expect(green! - red!).toBeGreaterThan(80)
  },
  patienceMs,
)

test(
  'import hands in a folder once, beside nothing but the data, and leaves nothing running',
  async () => {
    const first = await run(['import', 'inbox'])
    expect(first.lines.at(-2)).toBe('2 received, 0 here already, 1 refused')
    expect(first.output).toContain('notes.txt: The file is not a PDF')
    expect(first.code).toBe(1)
    await rm(inFolder('inbox/notes.txt'))
    const zip = makeZip({
      'three.pdf': await makePdf([{ lines: invoiceLines('F-3') }]),
      'one.xml': makeDte(44),
    })
    await writeFile(inFolder('inbox/zip.zip'), zip)
    const third = await run(['import', 'inbox'])
    expect(third.lines.at(-2)).toBe('1 received, 2 here already, 0 refused')
    await rm(inFolder('inbox/zip.zip'))
    const second = await run(['import', 'inbox'], { LANG: 'es' })
    expect(second.lines.at(-1)).toBe('0 recibidos, 2 ya estaban, 0 rechazados')
    expect(second.code).toBe(0)
    expect(existsSync(inFolder('data/postgres/postmaster.pid'))).toBe(false)
  },
  patienceMs,
)

test(
  'doctor looks at everything, and says what to do about what it finds',
  async () => {
    const well = await run(['doctor'], { PORT: '0' })
    expect(well.lines.map((line) => line.slice(0, 5).trim())).toEqual(Array(8).fill('ok'))
    expect(well.code).toBe(0)
    const nobody = 'http://127.0.0.1:9/v1'
    const mailbox = { MAIL_HOST: 'localhost', MAIL_PORT: '9', MAIL_TLS: 'off', MAIL_FROM: '*' }
    const ill = await run(['doctor'], {
      DATABASE_URL: 'postgres://x@127.0.0.1:9/x',
      OPENAI_BASE_URL: nobody,
      WATCH_DIR: '/nowhere/at/all',
      ...mailbox,
      MAIL_USER: 'u',
      MAIL_PASSWORD: 'p',
    })
    expect(ill.output).toMatch(/FAIL Database .*check DATABASE_URL/)
    expect(ill.output).toMatch(/FAIL Folder .*change WATCH_DIR/)
    expect(ill.output).toMatch(/FAIL Mailbox .*check MAIL_HOST/)
    expect(ill.output).toMatch(/FAIL Model /)
    expect(ill.code).toBe(1)
    const wrong = await run(['doctor'], { PORT: 'high' })
    expect(wrong).toMatchObject({
      code: 1,
      lines: [expect.stringMatching(/^FAIL Settings +PORT \("high"\)/)],
    })
  },
  patienceMs,
)

test('what is called wrongly is one line and the exit code of wrong usage', async () => {
  for (const args of [
    ['nope'],
    ['extract'],
    ['extract', '--nope', 'x'],
    ['import', 'a', 'b'],
    ['import', 'gone'],
    ['serve', 'x'],
  ]) {
    const { code, output, errors } = await run(args)
    expect({ args, code, output }).toEqual({ args, code: 64, output: '' })
    expect(errors).toMatch(/^folio: .+\n$/)
  }
})

test('a model is asked only where one is set', async () => {
  const { code, errors } = await run(['extract', '--llm', 'inbox/one.pdf'])
  expect(code).toBe(78)
  expect(errors).toMatch(/^folio: --llm needs a model: set OPENAI_API_KEY/)
})

test('help speaks the language of the terminal', async () => {
  expect((await run(['help'], { LANG: 'es_ES.UTF-8' })).output).toStartWith('Uso: folio')
  expect((await run(['serve', '--help'], { LANG: 'C' })).output).toStartWith('Usage: folio')
})

test('a reader that has gone is nothing to complain about', async () => {
  const child = start(['help'])
  child.stdout.destroy()
  let errors = ''
  child.stderr.on('data', (data) => {
    errors += data
  })
  const [code] = await once(child, 'close')
  expect({ code, errors }).toEqual({ code: 141, errors: '' })
})
