/** Beginnings of objects that are tried; a text with more of them is no answer. */
const mostTries = 20

/** The JSON object of a text that has most of these keys, the last of such: a model may think aloud before it answers. */
export function findObject(text: string, keys: string[]): Record<string, unknown> | null {
  const wanted = (object: Record<string, unknown> | null) =>
    object ? keys.filter((key) => Object.hasOwn(object, key)).length : 0
  const whole = objectIn(text)
  if (whole) return wanted(whole) > 0 ? whole : null
  let found: Record<string, unknown> | null = null
  let start = text.indexOf('{')
  for (let tries = 0; start >= 0 && tries < mostTries; tries++) {
    const end = endOf(text, start)
    const object = end < 0 ? null : objectIn(text.slice(start, end))
    if (object && wanted(object) > 0 && wanted(object) >= wanted(found)) found = object
    start = text.indexOf('{', object ? end : start + 1)
  }
  return found
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** Where the braces that open here are closed, exclusive; those within strings don't count. */
function endOf(text: string, start: number): number {
  let depth = 0
  let quoted = false
  for (let i = start; i < text.length; i++) {
    const character = text[i]
    if (quoted) {
      if (character === '\\') i++
      else if (character === '"') quoted = false
    } else if (character === '"') quoted = true
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return i + 1
  }
  return -1
}
