/** What a text that begins with a tag is. SVG and HTML are XML's cousins and no invoices. */
export function sniffMarkup(head: Uint8Array): 'xml' | 'page-or-drawing' | undefined {
  const text = decoded(head).trimStart()
  if (!text.startsWith('<')) return undefined
  const declared = /^<\?xml[\s?]/.test(text)
  const root = rootOf(text)?.toLowerCase()
  if (root === undefined) return declared ? 'xml' : undefined
  if (root === 'html' || root.replace(/^.*:/, '') === 'svg') return 'page-or-drawing'
  // Without a declaration, a snippet of a web page would pass for XML.
  return declared || !htmlNames.test(root) ? 'xml' : 'page-or-drawing'
}

/** The root element, past comments, instructions and a DOCTYPE; undefined if it comes later than the head. */
function rootOf(text: string) {
  let rest = text
  for (;;) {
    const skipped = prolog.exec(rest)
    // A DOCTYPE names the root before it comes.
    if (!skipped || skipped[1]) return skipped?.[1] ?? openingTag.exec(rest)?.[1]
    rest = rest.slice(skipped[0].length)
  }
}

const prolog = /^\s*(?:<\?[\s\S]*?\?>|<!--[\s\S]*?-->|<!DOCTYPE\s+([^\s>[]+))/i
const openingTag = /^\s*<([\p{L}_][\p{L}\p{N}_.:-]*)(?:[\s/>]|$)/u
const htmlNames =
  /^(?:head|body|div|span|p|a|b|i|u|ul|ol|li|table|tr|td|script|style|img|br|hr|h[1-6]|title|meta|link|form)$/

/** By byte order mark, or by where the zero byte beside the first character lies. */
function decoded(head: Uint8Array) {
  const [a = 1, b = 1] = head
  const little = (a === 0xff && b === 0xfe) || (a !== 0 && b === 0)
  const big = (a === 0xfe && b === 0xff) || (a === 0 && b !== 0)
  return new TextDecoder(little ? 'utf-16le' : big ? 'utf-16be' : 'utf-8').decode(head)
}
