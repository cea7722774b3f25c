import type { Still } from './still.ts'
import type { Rectangle } from './upright-page.ts'

/** Pixels along the side of a cell, which is busy or not. */
const cell = 16
/** A step in gray between near pixels that may be the edge of a letter, and how many make a cell busy. */
const edge = 24
const edgesOfText = 6
/** So many rows of cells without a letter part two areas. */
const emptyRows = 3
/** Higher areas are cut: strips of a page need a third of its memory and less time. */
const mostRows = 20
/** How far from where it should be cut an area may be cut, for an emptier row. */
const slack = 3

interface Cells {
  columns: number
  rows: number
  busy: Uint8Array
}

/**
 * Where on a page there may be text, in rectangles whose sides are multiples of `step`, or the page's own. Where they
 * were cut through, they share a row of cells with the next, so that no line is lost.
 */
export function textAreas(page: Still, step: number): Rectangle[] {
  const cells = busyCells(page)
  return bandsOf(cells).flatMap(({ from, to }) =>
    stripsOf(cells, from, to).map((strip) => fitted(page, strip, step)),
  )
}

interface Strip {
  top: number
  bottom: number
  left: number
  right: number
}

function busyCells({ data, width, height }: Still): Cells {
  const [columns, rows] = [Math.ceil(width / cell), Math.ceil(height / cell)]
  const edges = new Uint16Array(columns * rows)
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / cell) * columns
    for (let x = 2, at = y * width + 2; x < width; x++, at++) {
      const difference = data[at]! - data[at - 2]!
      if (difference > edge || difference < -edge) edges[row + (x >> 4)]! += 1
    }
  }
  return { columns, rows, busy: Uint8Array.from(edges, (count) => Number(count > edgesOfText)) }
}

/** Rows of cells with something on them, and those between that are too few to part them. */
function bandsOf({ columns, rows, busy }: Cells) {
  const bands: { from: number; to: number }[] = []
  for (let row = 0; row < rows; row++) {
    if (!busy.subarray(row * columns, (row + 1) * columns).includes(1)) continue
    const last = bands.at(-1)
    if (last && row - last.to < emptyRows) last.to = row + 1
    else bands.push({ from: row, to: row + 1 })
  }
  return bands
}

function stripsOf(cells: Cells, from: number, to: number): Strip[] {
  const count = Math.ceil((to - from) / mostRows)
  const cuts = Array.from({ length: count + 1 }, (_, i) =>
    i === 0 || i === count
      ? from + Math.sign(i) * (to - from)
      : emptiestRow(cells, from + ((to - from) * i) / count),
  )
  return cuts.slice(1).map((bottom, i) => {
    const strip = { top: cuts[i]! - 1, bottom: bottom + 1 }
    return { ...strip, ...sidesOf(cells, strip.top, strip.bottom) }
  })
}

function emptiestRow({ columns, busy }: Cells, near: number) {
  let [emptiest, fewest] = [0, Number.POSITIVE_INFINITY]
  for (let row = Math.round(near) - slack; row <= near + slack; row++) {
    const count = busy.subarray(row * columns, (row + 1) * columns).reduce((sum, one) => sum + one, 0)
    if (count >= fewest) continue
    ;[emptiest, fewest] = [row, count]
  }
  return emptiest
}

function sidesOf({ columns, rows, busy }: Cells, top: number, bottom: number) {
  let [left, right] = [columns, 0]
  for (let row = Math.max(0, top); row < Math.min(rows, bottom); row++)
    for (let column = 0; column < columns; column++) {
      if (!busy[row * columns + column]) continue
      left = Math.min(left, column)
      right = Math.max(right, column + 1)
    }
  return { left: left - 1, right: right + 1 }
}

function fitted({ width, height }: Still, strip: Strip, step: number): Rectangle {
  const [left, wide] = along(strip.left, strip.right, width, step)
  const [top, high] = along(strip.top, strip.bottom, height, step)
  return { left, top, width: wide, height: high }
}

/** Where a stretch of cells begins and how long it is, in whole steps that are on the page. */
function along(from: number, to: number, most: number, step: number) {
  const size = Math.min(most, Math.ceil(((to - Math.max(0, from)) * cell) / step) * step)
  return [Math.max(0, Math.min(from * cell, most - size)), size] as const
}
