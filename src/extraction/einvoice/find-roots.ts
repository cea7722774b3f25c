import type { Check } from '../../invoices/checks.ts'
import { decodeXml } from '../../xml/decode-xml.ts'
import { XmlError } from '../../xml/xml-error.ts'
import { parseXml, type XmlElement } from '../../xml/xml-tree.ts'
import { authorityChecks } from './authority.ts'

/** Elements around a document: a SOAP answer with a list of authorised envelopes has the most. */
const deepestRoot = 7
/** An envelope in an envelope is a mistake; more of them is an attack. */
const deepestLetter = 2

/** A document's root, and what the envelopes around it say of it. */
export interface Root {
  root: XmlElement
  checks: Check[]
}

interface Around {
  elements: number
  letters: number
  checks: Check[]
}

const nothing: Around = { elements: 0, letters: 0, checks: [] }

/** The documents in a file: the root itself, or what it wraps as elements or as text. */
export function findRoots(
  element: XmlElement,
  isRoot: (element: XmlElement) => boolean,
  { elements, letters, checks }: Around = nothing,
): Root[] {
  if (isRoot(element)) return [{ root: element, checks }]
  if (elements >= deepestRoot) return []
  const around = { elements: elements + 1, letters, checks: [...checks, ...authorityChecks(element)] }
  const inside = letters < deepestLetter ? lettersIn(element) : []
  return [
    ...inside.flatMap((root) => findRoots(root, isRoot, { ...around, letters: letters + 1 })),
    ...element.children.flatMap((child) => findRoots(child, isRoot, around)),
  ]
}

/** A document as an element's text, as tax offices and mailboxes hand it on, whatever they call its place. */
function lettersIn({ text, children }: XmlElement): XmlElement[] {
  if (children.length > 0) return []
  const start = text.trimStart().slice(0, 20)
  if (start.startsWith('<')) return opened(() => text.trim())
  return isCoded(start) ? opened(() => decodeXml(Buffer.from(text, 'base64'))) : []
}

/** What base64 makes of a `<`, also after a byte order mark; words that begin like it are no XML. */
const isCoded = (start: string) => /^(?:77u\/)?P[A-P][\w+/]{6}/.test(start)

/** A damaged letter does not take the others with it. */
function opened(letter: () => string): XmlElement[] {
  try {
    return [parseXml(letter())]
  } catch (error) {
    if (error instanceof XmlError) return []
    throw error
  }
}
