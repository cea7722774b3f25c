import { XmlError } from './xml-error.ts'

export type XmlToken =
  | { kind: 'open'; name: string; attributes: [name: string, value: string][] }
  | { kind: 'text'; text: string }
  | { kind: 'close'; name: string }

/** No invoice standard nests a tenth as deep. */
const depthLimit = 200
const entities = new Map(Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }))
const bad = (detail: string) => new XmlError(`The XML is not well formed: ${detail}`)

/**
 * The tokens of a well-formed XML document, in one pass and without a DTD: a DOCTYPE is refused, so that there
 * is nothing to expand, to fetch or to look up.
 */
export function* xmlTokens(source: string): Generator<XmlToken> {
  const open: string[] = []
  let at = 0
  let roots = 0
  const past = (end: string, what: string) => {
    const found = source.indexOf(end, at)
    if (found < 0) throw bad(`${what} does not end`)
    const inside = source.slice(at, found)
    at = found + end.length
    return inside
  }
  while (at < source.length) {
    if (source[at] !== '<') {
      const next = source.indexOf('<', at)
      const text = source.slice(at, next < 0 ? source.length : next)
      at += text.length
      if (open.length) yield { kind: 'text', text: plain(text) }
      else if (text.trim()) throw bad('there is text outside of the root element')
    } else if (source.startsWith('<!--', at)) past('-->', 'a comment')
    else if (source.startsWith('<?', at)) past('?>', 'an instruction')
    else if (source.startsWith('<![CDATA[', at)) {
      at += '<![CDATA['.length
      if (!open.length) throw bad('there is text outside of the root element')
      yield { kind: 'text', text: past(']]>', 'a CDATA section') }
    } else if (source.startsWith('<!', at))
      throw new XmlError('XML with a document type or entities of its own is not read.')
    else if (source.startsWith('</', at)) {
      at += 2
      const name = past('>', 'a closing tag').trimEnd()
      if (open.pop() !== name) throw bad(`</${name.slice(0, 60)}> closes nothing`)
      yield { kind: 'close', name }
    } else {
      const tag = openingTag(source, at)
      at = tag.end
      if (!open.length && roots++) throw bad('there is a second root element')
      if (open.length >= depthLimit) throw bad(`elements are nested deeper than ${depthLimit}`)
      yield { kind: 'open', name: tag.name, attributes: tag.attributes }
      if (tag.empty) yield { kind: 'close', name: tag.name }
      else open.push(tag.name)
    }
  }
  if (open.length || !roots) throw bad('the root element does not end')
}

function openingTag(source: string, start: number) {
  const name = /[\p{L}_:][^\s<>/=&"']*/uy
  const attribute = /\s+([\p{L}_:][^\s<>/=&"']*)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/uy
  const end = /\s*(\/?)>/y
  name.lastIndex = start + 1
  const [tag] = name.exec(source) ?? []
  if (!tag) throw bad('a tag has no name')
  const attributes = new Map<string, string>()
  let at = name.lastIndex
  for (;;) {
    attribute.lastIndex = at
    const found = attribute.exec(source)
    if (!found) break
    if (attributes.has(found[1]!)) throw bad(`an attribute of <${tag.slice(0, 60)}> is there twice`)
    attributes.set(found[1]!, plain(found[2] ?? found[3]!))
    at = attribute.lastIndex
  }
  end.lastIndex = at
  const closed = end.exec(source)
  if (!closed) throw bad(`<${tag.slice(0, 60)}> does not end`)
  return { name: tag, attributes: [...attributes], end: end.lastIndex, empty: closed[1] === '/' }
}

function plain(text: string) {
  return text.replace(/&([^;&]{0,10};?)/g, (_, reference: string) => {
    const [, hex, decimal] = /^#(?:x([\da-f]+)|(\d+));$/i.exec(reference) ?? []
    if (hex || decimal) return glyph(Number.parseInt((hex ?? decimal)!, hex ? 16 : 10))
    const known = reference.endsWith(';') ? entities.get(reference.slice(0, -1)) : undefined
    if (!known) throw bad('it names an entity that XML itself does not have')
    return known
  })
}

function glyph(code: number) {
  const surrogate = code >= 0xd800 && code <= 0xdfff
  if (!code || code > 0x10ffff || surrogate) throw bad('it names a character that does not exist')
  return String.fromCodePoint(code)
}
