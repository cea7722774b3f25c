import { cellsOf, type Line, type Span, textOf } from './text-lines.ts'

/** Without the marks that stand before and behind words of a form. */
export const trimmed = (text: string) => text.replace(/^[\s:;,.*#|-]+|[\s:;,*#|-]+$/g, '').slice(0, 200)

export const cleanName = (span: Span) => trimmed(textOf(span))

/** What follows a label in its own cell or in the next one. */
export function afterLabel(line: Line, to: number): Span | null {
  const cells = cellsOf(line)
  const own = cells.find((cell) => cell.from < to && cell.to >= to)
  if (own && own.to > to && /[\p{L}\d]/u.test(textOf({ line, from: to, to: own.to })))
    return { line, from: to, to: own.to }
  return cells.find((cell) => cell.from >= to) ?? null
}
