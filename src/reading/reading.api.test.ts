import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Word } from '../invoices/words.ts'
import { openWorld, type World } from '../testing/world.ts'
import { ReadingError } from './reader.ts'

let world: World
let id: number
let answer: () => Promise<Word[]>
beforeAll(async () => {
  world = await openWorld()
  id = (await world.receive('Total 12,50')).id
  const plain = world.engines.reader.readRegion
  answer = () => Promise.resolve([])
  world.engines.reader.readRegion = (document, place, box, signal) =>
    box[0] === 0.5 ? answer() : plain(document, place, box, signal)
})
afterAll(() => world.close())

const box = [0.1, 0.2, 0.9, 0.3]
const read = (json: unknown, { page = '1', as = world.rita, invoice = id } = {}) =>
  world.request(`/api/invoices/${invoice}/pages/${page}/read`, { method: 'POST', json, as })
const word = (text: string, [x0, y0]: [number, number]): Word => ({
  text,
  box: [x0, y0, x0 + 0.1, y0 + 0.1],
  confidence: 0.9,
})

test('a reviewer has a part of a page read again', async () => {
  const response = await read({ box })
  expect(response.status).toBe(200)
  const body = await response.json()
  expect(body.text).toBe('Total 12,50')
  expect(body.words[1]).toEqual({ text: '12,50', box: [0.1, 0.1, 0.2, 0.2], confidence: 0.99 })
})

test('its lines are told apart', async () => {
  const words = [
    word('Base', [0, 0]),
    word('10,00', [0.3, 0]),
    word('IVA', [0, 0.2]),
    word('2,10', [0.3, 0.2]),
  ]
  answer = () => Promise.resolve(words)
  expect((await (await read({ box: [0.5, 0, 1, 1] })).json()).text).toBe('Base 10,00\nIVA 2,10')
})

test('who uploads only may not, and a page that is not there is not found', async () => {
  expect((await read({ box }, { as: world.ulises })).status).toBe(403)
  expect((await read({ box }, { page: '0' })).status).toBe(404)
  expect((await read({ box }, { page: 'x' })).status).toBe(404)
  expect((await read({ box }, { invoice: 999_999 })).status).toBe(404)
  const { id: bare } = await world.receive('bare')
  await world.client`update settled_invoices set sha256 = null where id = ${bare}`
  expect((await read({ box }, { invoice: bare })).status).toBe(410)
})

test('a box is four shares of the page that enclose something', async () => {
  const faulty = [
    [0.1, 0.2, 0.9],
    [0.9, 0.2, 0.1, 0.3],
    [0, 0, 0, 0],
    [0, 0, 1, 1.2],
    [-1, 0, 1, 1],
    ['0', 0, 1, 1],
    'all',
  ]
  for (const box of faulty) expect((await read({ box })).status).toBe(422)
  expect((await read({})).status).toBe(422)
  expect((await read({ box, more: 1 })).status).toBe(422)
})

test('while the reader is busy, it is worth another try', async () => {
  answer = () => Promise.reject(new ReadingError('busy', 'as the test wished'))
  expect((await read({ box: [0.5, 0, 1, 1] })).status).toBe(503)
})
