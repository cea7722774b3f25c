import type { Check } from '../../invoices/checks.ts'
import { XmlError } from '../../xml/xml-error.ts'
import { parseXml, type XmlElement } from '../../xml/xml-tree.ts'
import { authorityChecks } from './authority.ts'
import { all } from './xml-values.ts'

/** Envelopes that carry a document as text, as Colombia's and Ecuador's tax offices hand it on, and where. */
const envelopes = new Map([
  ['AttachedDocument', 'Attachment/ExternalReference/Description'],
  ['autorizacion', 'comprobante'],
  ['xFe', '.'],
])
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
    ...inside.flatMap((letter) => findRoots(letter, isRoot, { ...around, letters: letters + 1 })),
    ...element.children.flatMap((child) => findRoots(child, isRoot, around)),
  ]
}

function lettersIn(element: XmlElement): XmlElement[] {
  const path = envelopes.get(element.name)
  if (!path) return []
  return (path === '.' ? [element] : all(element, path)).flatMap(({ text }) =>
    text.trimStart().startsWith('<') ? opened(text.trim()) : [],
  )
}

/** A damaged letter does not take the others with it. */
function opened(letter: string): XmlElement[] {
  try {
    return [parseXml(letter)]
  } catch (error) {
    if (error instanceof XmlError) return []
    throw error
  }
}
