import { readFileSync } from 'node:fs'

type Bytes = Uint8Array<ArrayBuffer>

/**
 * The top of an invoice as HEVC, 512 by 384 pixels. Nothing that runs here writes it: it was made of what
 * `makeInvoicePicture('H-2', 100)` draws, from its 80th row on, by `heif-enc -q 50 -p chroma=420`.
 */
export const heicTile = (): Bytes => new Uint8Array(readFileSync(new URL('invoice.heic', import.meta.url)))
const tile = { width: 512, height: 384 }

const ascii = (text: string) => Buffer.from(text, 'latin1')
const numbers = (size: 1 | 2 | 4, ...values: number[]) => {
  const bytes = Buffer.alloc(size * values.length)
  values.forEach((value, i) => {
    bytes.writeUIntBE(value, i * size, size)
  })
  return bytes
}
const box = (type: string, ...content: Uint8Array[]) => {
  const inside = Buffer.concat(content)
  return Buffer.concat([numbers(4, inside.length + 8), ascii(type), inside])
}
const fullBox = (type: string, version: number, ...content: Uint8Array[]) =>
  box(type, numbers(1, version, 0, 0, 0), ...content)

/**
 * A photo as telephones make it: tiles, each a picture of its own, in a grid of so many rows of one, that lies on its
 * side and is told to be turned `quarters` times against the clock. `size` is what it says it measures.
 */
export function makeTelephoneHeic(
  rows: number,
  quarters: number,
  size = { ...tile, height: tile.height * rows },
): Bytes {
  const from = Buffer.from(heicTile())
  const inside = (type: string) => {
    const at = from.indexOf(type) - 4
    return from.subarray(at, at + from.readUInt32BE(at))
  }
  const picture = inside('mdat').subarray(8)
  const tiles = Array.from({ length: rows }, (_, i) => i + 1)
  const grid = rows + 1
  const shape = Buffer.concat([numbers(1, 0, 0, rows - 1, 0), numbers(2, size.width, size.height)])
  const item = (id: number, type: string, hidden: number) =>
    box('infe', numbers(1, 2, 0, 0, hidden), numbers(2, id, 0), ascii(`${type}\0`))
  const sizeBox = ({ width, height }: typeof tile) => fullBox('ispe', 0, numbers(4, width, height))
  const uses = (id: number, ...properties: number[]) =>
    Buffer.concat([numbers(2, id), numbers(1, properties.length, ...properties)])
  const meta = (start: number) =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, numbers(4, 0), ascii('pict'), numbers(4, 0, 0, 0), ascii('\0')),
      fullBox('pitm', 0, numbers(2, grid)),
      fullBox('iinf', 0, numbers(2, grid), ...tiles.map((id) => item(id, 'hvc1', 1)), item(grid, 'grid', 0)),
      fullBox('iref', 0, box('dimg', numbers(2, grid, rows, ...tiles))),
      box(
        'iprp',
        box('ipco', inside('hvcC'), sizeBox(tile), sizeBox(size), box('irot', numbers(1, quarters))),
        fullBox('ipma', 0, numbers(4, grid), ...tiles.map((id) => uses(id, 1, 2)), uses(grid, 3, 4)),
      ),
      box('idat', shape),
      fullBox(
        'iloc',
        1,
        numbers(1, 0x44, 0),
        numbers(2, grid),
        ...tiles.map((id) => Buffer.concat([numbers(2, id, 0, 0, 1), numbers(4, start, picture.length)])),
        Buffer.concat([numbers(2, grid, 1, 0, 1), numbers(4, 0, shape.length)]),
      ),
    )
  const type = box('ftyp', ascii('heic'), numbers(4, 0), ascii('mif1heic'))
  const start = type.length + meta(0).length + 8
  return new Uint8Array(Buffer.concat([type, meta(start), box('mdat', picture)]))
}
