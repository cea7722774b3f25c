import { plain } from './xml-facts.ts'

export interface Placed {
  /** Where it is in the ZIP, parts between slashes. */
  path: string
}
type Numbered = Placed & { numbers: string[] }

interface Rule {
  xml: (xml: Numbered) => string[]
  pdf: (pdf: Placed) => string[]
}

/** What an XML and its PDF have in common, the surest first: it must be theirs alone. */
const rules: Rule[] = [
  alike(({ path }) => withoutEnding(path).toLowerCase()),
  alike(({ path }) => withoutEnding(baseOf(path)).toLowerCase()),
  { xml: ({ numbers }) => numbers, pdf: ({ path }) => runsIn(withoutEnding(baseOf(path))) },
  alike(({ path }) => folderOf(path)),
  alike(() => 'the only ones'),
]

function alike(of: (file: Placed) => string): Rule {
  const keysOf = (file: Placed) => [of(file)].filter(Boolean)
  return { xml: keysOf, pdf: keysOf }
}

/** Which PDF shows which XML: by name, by a number in the PDF's name, or as the only ones of a folder or of the ZIP. */
export function pairUp<Xml extends Numbered, Pdf extends Placed>(xmls: Xml[], pdfs: Pdf[]): Map<Xml, Pdf> {
  const pairs = new Map<Xml, Pdf>()
  const taken = new Set<Pdf>()
  for (const rule of rules) {
    const shown = loneBy(pdfs, rule.pdf)
    for (const [key, xml] of loneBy(xmls, rule.xml)) {
      const pdf = shown.get(key)
      if (!pdf || pairs.has(xml) || taken.has(pdf)) continue
      pairs.set(xml, pdf)
      taken.add(pdf)
    }
  }
  return pairs
}

/** By each key the one that has it; what several have tells nothing. */
function loneBy<T>(files: T[], keysOf: (file: T) => string[]): Map<string, T> {
  const known = new Map<string, T | null>()
  for (const file of files)
    for (const key of new Set(keysOf(file))) known.set(key, known.has(key) ? null : file)
  return new Map([...known].flatMap(([key, file]) => (file === null ? [] : [[key, file] as const])))
}

/** A number may have hyphens or blanks in it, a key in groups has four; longer names are cut. */
const longestRun = 6
const mostWords = 40

/** Every run of words in a name, written together: `Factura F001-123` has `f001`, `f001123` and others. */
function runsIn(name: string): string[] {
  const words =
    name
      .match(/[\p{L}\p{N}]+/gu)
      ?.slice(0, mostWords)
      .map(plain) ?? []
  return words.flatMap((_, from) =>
    Array.from({ length: Math.min(longestRun, words.length - from) }, (_, more) =>
      words.slice(from, from + more + 1).join(''),
    ),
  )
}

/** Empty for what is in none. */
const folderOf = (path: string) => path.slice(0, path.lastIndexOf('/') + 1)

export const baseOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** `factura.xml.pdf` shows `factura.xml`. */
export const withoutEnding = (name: string) => name.replace(/(?:\.(?:pdf|xml))+$/i, '')
