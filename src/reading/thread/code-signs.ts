import type { Box } from '../../invoices/words.ts'
import type { PdfObjects } from './pdf-objects.ts'
import { after, boxThrough, type Matrix, type PdfPage } from './pdf-page.ts'
import { floats, floatsApart, type Handle } from './pdfium.ts'
import type { Rectangle } from './upright-page.ts'

/** Six millimetres in points: no code that a phone reads is smaller. */
const smallestCode = 17
/** A path of so many corners may be a code by itself. */
const fewestCorners = 100
/** So many shapes as small as modules and bars, so near to each other, may be one together. */
const fewestModules = 40
const widestBar = 12
const longestBar = 80
const cell = 12
const modulesPerCell = 3
/** What nearly touches is drawn and looked at as one, with the quiet zone around it. */
const margin = 8
/** A page of more parts is drawn whole, and one of more objects has been judged by these. */
const mostParts = 8
const mostImages = 200
const mostObjects = 2_000
const deepest = 6
const kinds = { path: 2, form: 5 }

/**
 * The parts of a digital page where it draws anything that could be a code: images, paths of many corners, and many
 * small shapes in one place. In points from its upper left corner, and cheap to ask.
 */
export function codeSigns(page: PdfPage, { images }: PdfObjects): Rectangle[] {
  const whole = { left: 0, top: 0, width: page.width, height: page.height }
  if (images.length > mostImages) return [whole]
  const { modules, paths } = shapesOf(page)
  const drawn = [...images.map(({ box }) => inPoints(page, box)), ...paths, ...clusters(modules)]
  const parts = united(drawn).filter(
    ({ width, height }) => Math.min(width, height) >= smallestCode + 2 * margin,
  )
  return parts.length > mostParts ? [whole] : parts.map((part) => common(part, whole))
}

const inPoints = ({ width, height }: PdfPage, [x0, y0, x1, y1]: Box): Rectangle => ({
  left: x0 * width,
  top: y0 * height,
  width: (x1 - x0) * width,
  height: (y1 - y0) * height,
})

function shapesOf(page: PdfPage) {
  const { call } = page.pdfium
  const modules: Rectangle[] = []
  const paths: Rectangle[] = []
  let seen = 0
  const look = (handle: Handle, matrix: Matrix, depth: number) => {
    const kind = call.FPDFPageObj_GetType!(handle)
    if (++seen > mostObjects || (kind !== kinds.path && kind !== kinds.form)) return
    if (kind === kinds.form) {
      const own = floats(page.pdfium, 'FPDFPageObj_GetMatrix', 6, handle) as Matrix | undefined
      const count = own && depth < deepest ? call.FPDFFormObj_CountObjects!(handle) : 0
      for (let i = 0; i < count && seen <= mostObjects; i++)
        look(call.FPDFFormObj_GetObject!(handle, i), after(matrix, own!), depth + 1)
      return
    }
    const bounds = floatsApart(page.pdfium, 'FPDFPageObj_GetBounds', 4, handle)
    if (!bounds) return
    const shape = inPoints(page, boxThrough(matrix, ...(bounds as [number, number, number, number])))
    const [short, long] = [Math.min(shape.width, shape.height), Math.max(shape.width, shape.height)]
    if (call.FPDFPath_CountSegments!(handle) >= fewestCorners) paths.push(shape)
    else if (short <= widestBar && long <= longestBar) modules.push(shape)
  }
  const count = call.FPDFPage_CountObjects!(page.handle)
  for (let i = 0; i < count && seen <= mostObjects; i++)
    look(call.FPDFPage_GetObject!(page.handle, i), page.display, 0)
  return { modules, paths }
}

/** Where small shapes lie as close together as the modules of a code. */
function clusters(modules: Rectangle[]): Rectangle[] {
  const cells = Map.groupBy(modules, ({ left, top, width, height }) => {
    return `${Math.floor((left + width / 2) / cell)} ${Math.floor((top + height / 2) / cell)}`
  })
  const crowded = [...cells.values()].filter(({ length }) => length >= modulesPerCell)
  const groups = united(crowded.map((some) => some.reduce(union)))
  return groups.filter((group) => modules.filter((module) => meet(module, group)).length >= fewestModules)
}

/** Rectangles with the margin around them; those that meet are one. */
function united(all: Rectangle[]): Rectangle[] {
  const apart: Rectangle[] = []
  for (const { left, top, width, height } of all) {
    let whole = {
      left: left - margin,
      top: top - margin,
      width: width + 2 * margin,
      height: height + 2 * margin,
    }
    for (let i = apart.length - 1; i >= 0; i--)
      if (meet(apart[i]!, whole)) whole = union(whole, ...apart.splice(i, 1))
    apart.push(whole)
  }
  return apart
}

const meet = (a: Rectangle, b: Rectangle) =>
  a.left < b.left + b.width &&
  b.left < a.left + a.width &&
  a.top < b.top + b.height &&
  b.top < a.top + a.height

function union(a: Rectangle, b: Rectangle = a): Rectangle {
  const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)]
  const width = Math.max(a.left + a.width, b.left + b.width) - left
  return { left, top, width, height: Math.max(a.top + a.height, b.top + b.height) - top }
}

function common(a: Rectangle, b: Rectangle): Rectangle {
  const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)]
  const width = Math.min(a.left + a.width, b.left + b.width) - left
  return { left, top, width, height: Math.min(a.top + a.height, b.top + b.height) - top }
}
