/** An element with its attributes and children, as text; null leaves it out, and so does having nothing in it. */
export function element(
  name: string,
  content: string | null | (string | null)[],
  attributes: Record<string, string> = {},
): string | null {
  const inside = Array.isArray(content)
    ? content.filter((child) => child !== null).join('')
    : content === null
      ? null
      : escaped(content)
  if (!inside) return null
  const said = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  return `<${name}${said.join('')}>${inside}</${name}>`
}

const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }

/** Text as XML 1.0 takes it; what XML has no place for is dropped. */
const escaped = (text: string) =>
  text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"\r]/g, (sign) => signs[sign]!)
