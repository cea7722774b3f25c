import { XmlError } from './xml-error.ts'
import { xmlTokens } from './xml-tokens.ts'

export interface XmlElement {
  /** Without its prefix. */
  name: string
  /** Empty where none is declared, as in many real documents. */
  namespace: string
  /** By name without prefix; declarations of namespaces are none. */
  attributes: ReadonlyMap<string, string>
  children: XmlElement[]
  /** Its own text and CDATA, as written. */
  text: string
}

type Attributes = [name: string, value: string][]

/** What prefixes mean inside of an element, as far as it says so itself. */
interface Scope {
  meanings: Map<string, string>
  outer: Scope | null
}

/** Elements and attributes: five times the largest e-invoice there is (a thousand lines of thirty elements). */
const mostNodes = 200_000
const noAttributes: ReadonlyMap<string, string> = new Map()

/** The tree of a well-formed document; what is no XML, or too much of it, is an `XmlError`. */
export function parseXml(source: string): XmlElement {
  const top: XmlElement = { name: '', namespace: '', attributes: noAttributes, children: [], text: '' }
  const open: { element: XmlElement; scope: Scope | null }[] = [{ element: top, scope: null }]
  let nodes = 0
  for (const token of xmlTokens(source)) {
    const { element: parent, scope: outer } = open.at(-1)!
    if (token.kind === 'text') parent.text += token.text
    else if (token.kind === 'close') open.pop()
    else {
      nodes += 1 + token.attributes.length
      if (nodes > mostNodes) throw new XmlError(`The XML has over ${mostNodes} elements and attributes.`)
      const scope = scopeOf(token.attributes, outer)
      const element: XmlElement = {
        name: localName(token.name),
        namespace: meaningOf(token.name, scope),
        attributes: attributesOf(token.attributes),
        children: [],
        text: '',
      }
      parent.children.push(element)
      open.push({ element, scope })
    }
  }
  return top.children[0]!
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1)
const isDeclaration = (name: string) => name === 'xmlns' || name.startsWith('xmlns:')

function scopeOf(attributes: Attributes, outer: Scope | null): Scope | null {
  const declared = attributes.filter(([name]) => isDeclaration(name))
  if (declared.length === 0) return outer
  return { meanings: new Map(declared.map(([name, value]) => [name.slice(6), value])), outer }
}

function meaningOf(name: string, scope: Scope | null): string {
  const prefix = name.slice(0, Math.max(0, name.indexOf(':')))
  for (let here = scope; here; here = here.outer) {
    const meaning = here.meanings.get(prefix)
    if (meaning !== undefined) return meaning
  }
  return ''
}

function attributesOf(attributes: Attributes): ReadonlyMap<string, string> {
  const own = attributes.filter(([name]) => !isDeclaration(name))
  if (own.length === 0) return noAttributes
  const named = new Map<string, string>()
  for (const [name, value] of own) {
    const local = localName(name)
    // An attribute without a prefix is the element's own.
    if (local === name || !named.has(local)) named.set(local, value)
  }
  return named
}
