import { afterAll, beforeAll, expect, test } from 'bun:test'
import { unzipSync } from 'fflate'
import { openWorld, type World } from '../testing/world.ts'
import { emptyInvoice } from './invoice-data.ts'

let world: World
const rows = 2_345
beforeAll(async () => {
  world = await openWorld()
  const data = JSON.stringify({
    ...emptyInvoice,
    issuer_name: '=HYPERLINK("x")',
    date: '2026-03-04',
    currency: 'CLP',
    total: 1500.5,
  })
  await world.client`
    insert into settled_invoices (account_id, status, stage, source, filename, content_type, size_bytes, final_data, issuer_name, currency, issued_on, total, search)
    select ${world.ana.id}, case when i % 5 = 0 then 'rejected' else 'processed' end, 'done', 'batch', 'f' || i, 'application/pdf', 0,
      jsonb_set(${data}::text::jsonb, '{invoice_number}', to_jsonb('N-' || i)), 'x', case when i % 2 = 0 then 'CLP' else 'EUR' end, '2026-03-04', 1500.5, ''
    from generate_series(1, ${rows}) i`
})
afterAll(() => world.close())

const processed = Math.ceil((rows * 4) / 5)
const data = (query: string) => world.request(`/api/invoices/data?${query}`)

test('JSON and NDJSON tell every processed invoice once, in order, exactly', async () => {
  const list = await (await data('')).json()
  expect(list).toHaveLength(processed)
  expect(list[0]).toMatchObject({
    source: 'batch',
    invoice_number: 'N-1',
    total: 1500.5,
    taxes: [],
    products: [],
  })
  expect(list.map((row: { id: number }) => row.id)).toEqual(
    [...new Set<number>(list.map((row: { id: number }) => row.id))].sort((a, b) => a - b),
  )
  const lines = (await (await data('format=ndjson')).text()).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual(list)
})

test('CSV opens in a spreadsheet without running anything', async () => {
  const answer = await data('format=csv')
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="invoices.csv"')
  const lines = (await answer.text()).trimEnd().split('\r\n')
  expect(lines).toHaveLength(processed + 1)
  expect(lines[0]).toMatch(/^id,source,processed_at,document_type,issuer_name/)
  expect(lines[1]).toContain(`"'=HYPERLINK(""x"")"`)
  expect(lines[1]).toContain('2026-03-04')
  expect(lines[1]).toContain('1500.5')
})

test('XLSX is a workbook whose cells are numbers, dates and text', async () => {
  const answer = await data('format=xlsx&currency=CLP')
  const parts = unzipSync(new Uint8Array(await answer.arrayBuffer()))
  const sheet = new TextDecoder().decode(parts['xl/worksheets/sheet1.xml']!)
  const inSheet = [...sheet.matchAll(/<row /g)].length
  const [{ count }] =
    (await world.client`select count(*)::int as count from invoices where status = 'processed' and currency = 'CLP'`) as unknown as [
      { count: number },
    ]
  expect(inSheet).toBe(count + 1)
  expect(sheet).toContain('=HYPERLINK')
  expect(sheet).not.toContain('<f>')
  expect(sheet).toContain('<v>1500.5</v>')
})

test('filters narrow it, and what is not understood is refused', async () => {
  expect(await (await data('min_total=9999')).json()).toEqual([])
  expect((await (await data('from=2026-03-04&to=2026-03-04')).json()).length).toBe(processed)
  expect((await data('format=pdf')).status).toBe(422)
  expect(await (await world.request('/api/invoices/data', { as: world.ulises })).json()).toEqual([])
})
