import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { strFromU8, unzipSync } from 'fflate'
import type { Cell } from './csv.ts'
import { xlsxStream } from './xlsx.ts'

async function* batches(...all: Cell[][][]) {
  for (const batch of all) yield batch
}

const bytesOf = (stream: ReadableStream<Uint8Array>) => new Response(stream).bytes()

/** The cells of a sheet as they are written, by place. */
function cellsOf(xml: string) {
  const cell = /<c r="([A-Z]+\d+)"(?: s="(\d)")?(?: t="(\w+)")?>(?:<is><t xml:space="preserve">|<v>)([^<]*)</g
  return Object.fromEntries(
    [...xml.matchAll(cell)].map(([, place, format = '', type = '', value]) => [place, [type, format, value]]),
  )
}

async function sheetOf(rows: Cell[][], header = ['One', 'Two']) {
  const parts = unzipSync(await bytesOf(xlsxStream(batches(rows), { sheet: 'Facturas', header })))
  const xml = strFromU8(parts['xl/worksheets/sheet1.xml']!)
  return { parts, xml, cells: cellsOf(xml) }
}

test('cells are text, numbers, dates and truths', async () => {
  const { cells } = await sheetOf([
    ['=1+1', 1234.56],
    [null, -0.1],
    [new Date('2026-03-01T00:00:00Z'), new Date('2026-03-01T12:00:00Z')],
    [true, undefined],
    [new Date('1900-03-01T00:00:00Z'), new Date('1899-01-01T00:00:00Z')],
    [Number.NaN, new Date('x')],
  ])
  expect(cells).toEqual({
    A1: ['inlineStr', '1', 'One'],
    B1: ['inlineStr', '1', 'Two'],
    A2: ['inlineStr', '', '=1+1'],
    B2: ['', '', '1234.56'],
    B3: ['', '', '-0.1'],
    A4: ['', '2', '46082'],
    B4: ['', '3', '46082.5'],
    A5: ['b', '', '1'],
    A6: ['', '2', '61'],
    B6: ['inlineStr', '', '1899-01-01'],
  })
})

test('text is escaped, and what XML has no place for is dropped', async () => {
  const { cells } = await sheetOf([
    ['a & <b> "c"', 'x\u0000\u0007\u000b\ufffey'],
    ['line\r\nbreak\ttab', '_x0041_'],
    ['a\ud800b\udc00c', '😀 ñ'],
    ['z'.repeat(40_000), ' spaced '],
  ])
  expect(cells.A2?.[2]).toBe('a &amp; &lt;b&gt; "c"')
  expect(cells.B2?.[2]).toBe('xy')
  expect(cells.A3?.[2]).toBe('line\nbreak\ttab')
  expect(cells.B3?.[2]).toBe('_x005F_x0041_')
  expect(cells.A4?.[2]).toBe('abc')
  expect(cells.B4?.[2]).toBe('😀 ñ')
  expect(cells.A5?.[2]).toHaveLength(32_767)
  expect(cells.B5?.[2]).toBe(' spaced ')
})

test('the header stays in sight and columns have a width', async () => {
  const { xml } = await sheetOf([], ['One', 'A rather long title'])
  expect(xml).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>')
  expect(xml).toContain('<col min="2" max="2" width="23" customWidth="1"/>')
})

test('the 27th column is AA, the 703rd AAA', async () => {
  const { cells } = await sheetOf([Array.from({ length: 703 }, (_, n) => n)])
  expect([cells.Z2, cells.AA2, cells.ZZ2, cells.AAA2].map((cell) => cell?.[2])).toEqual([
    '25',
    '26',
    '701',
    '702',
  ])
})

test('a sheet name is made fit', async () => {
  const name = '\'Facturas: [2026] / "abril" & más, y mucho más\''
  const parts = unzipSync(await bytesOf(xlsxStream(batches(), { sheet: name, header: ['a'] })))
  expect(strFromU8(parts['xl/workbook.xml']!)).toContain(
    'name="Facturas   2026    &quot;abril&quot; &amp; má"',
  )
})

test('a fault in the rows breaks the stream, and leaving it early releases them', async () => {
  async function* faulty() {
    yield [['x']]
    throw new Error('the database went away')
  }
  const fault = await bytesOf(xlsxStream(faulty(), { sheet: 'a', header: ['a'] })).catch((error) => error)
  expect(fault.message).toBe('the database went away')

  const released = Promise.withResolvers<string>()
  async function* endless() {
    try {
      for (;;) yield Array.from({ length: 1000 }, () => [Math.random()])
    } finally {
      released.resolve('released')
    }
  }
  const reader = xlsxStream(endless(), { sheet: 'a', header: ['a'] }).getReader()
  for (let n = 0; n < 5; n++) await reader.read()
  await reader.cancel()
  expect(await released.promise).toBe('released')
})

test('rows are fetched no faster than the file is read', async () => {
  let fetched = 0
  async function* counted() {
    for (;;) {
      fetched++
      yield Array.from({ length: 1000 }, () => [Math.random(), Math.random()])
    }
  }
  const reader = xlsxStream(counted(), { sheet: 'a', header: ['a', 'b'] }).getReader()
  for (let n = 0; n < 3; n++) await reader.read()
  const before = fetched
  await Bun.sleep(200)
  expect(fetched - before).toBeLessThan(20)
  await reader.cancel()
})

test('more rows than a sheet holds go on in further sheets, with flat memory', async () => {
  const rows = 200_000
  async function* many() {
    for (let n = 0; n < rows; n += 1000)
      yield Array.from({ length: Math.min(1000, rows - n) }, (_, i) => [n + i, 'Línea & texto', null])
  }
  const workbook = { sheet: 'Todas', header: ['n', 'texto', 'nada'], sheetRows: 150_000 }
  const directory = await mkdtemp(join(tmpdir(), 'folio-xlsx-'))
  const path = join(directory, 'many.xlsx')
  const sink = Bun.file(path).writer()
  const before = process.memoryUsage.rss()
  let peak = before
  for await (const chunk of xlsxStream(many(), workbook)) {
    sink.write(chunk)
    await sink.flush()
    peak = Math.max(peak, process.memoryUsage.rss())
  }
  await sink.end()
  expect((peak - before) / 1024 / 1024).toBeLessThan(120)
  if (Bun.which('python3'))
    expect(await readByPython(path)).toEqual([
      { name: 'Todas', rows: 150_000, last: ['149998', 'Línea & texto'] },
      { name: 'Todas 2', rows: 50_002, last: ['199999', 'Línea & texto'] },
    ])
  else console.warn('Skipped without python3: reading the workbook by another program.')
  await rm(directory, { recursive: true })
}, 120_000)

/** Each sheet as Python's own zip and XML libraries read it. */
async function readByPython(path: string) {
  const script = `
import json, sys, zipfile
from xml.etree import ElementTree as E
m = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
z = zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
for name in z.namelist():
    if 'sheet' not in name: E.fromstring(z.read(name))
out = []
for sheet in E.fromstring(z.read('xl/workbook.xml')).iter(m + 'sheet'):
    rows, last = 0, None
    for _, e in E.iterparse(z.open('xl/worksheets/sheet%s.xml' % sheet.get('sheetId'))):
        if e.tag == m + 'row':
            rows, last = rows + 1, [''.join(c.itertext()) for c in e]
            e.clear()
    out.append({'name': sheet.get('name'), 'rows': rows, 'last': last})
print(json.dumps(out))`
  const { stdout, exited } = Bun.spawn(['python3', '-c', script, path], { stdout: 'pipe' })
  expect(await exited).toBe(0)
  return new Response(stdout).json()
}
