/**
 * The shape of a number: `F-2025/014` is `A-9/9`. Two numbers of one series have one shape, however long they are; a
 * part that mixes letters and digits like a code is an `X`.
 */
export function shapeOf(text: string): string {
  const parts = text.slice(0, 200).split(/([^\p{L}\p{N}]+)/u)
  const shape = parts.map((part) => (/[\p{L}\p{N}]/u.test(part) ? shapeOfPart(part) : part.trim()))
  return shape.join('').slice(0, 60)
}

function shapeOfPart(part: string): string {
  const runs = part.replace(/\p{L}+/gu, 'A').replace(/\p{N}+/gu, '9')
  return runs.length > 3 ? 'X' : runs
}

/** Whether a text has a shape; for an `X` any part with a digit does. */
export function hasShape(text: string, shape: string): boolean {
  const [parts, wanted] = [shapeOf(text), shape].map((each) => each.split(/([^A9X]+)/))
  return (
    parts!.length === wanted!.length &&
    parts!.every((part, i) => part === wanted![i] || (wanted![i] === 'X' && /[9X]/.test(part)))
  )
}
