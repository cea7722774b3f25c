import { fold } from '../text-lines.ts'

/** What companies put after their names, as `plainOf` writes it: lower case, without dots and commas. */
const forms = [
  's ?a(?: ?b)?(?: de c ?v)?|s ?a ?u|s ?l(?: ?[ulp])?|s ?(?:de )?r ?l(?: de c ?v)?|s ?r ?l ?s|s ?a ?s|s ?p ?a|s ?a ?c|s ?c ?[apcl]|s ?coop(?: ?and| ?v)?|c ?b|a ?i ?e',
  'ltda|limitada|cia|sociedad (?:anonima|limitada|cooperativa)|cooperativa|e ?i ?r ?l|e ?s ?p|s ?n ?c|lda|eireli|epp|me|s/a',
  's ?a ?r ?l|s ?a ?s ?u|eurl|e ?u ?r ?l|sci|scop|scrl',
  '(?:g ?mbh|mbh|ug|ag)(?: ?(?:&|und|u) ?co(?: ?kg)?(?: ?aa)?)?|a ?g|k ?g|kgaa|ohg|e ?k|e ?kfm|e ?v|gbr|e ?g|haftungsbeschrankt',
  'inc|incorporated|l ?l ?[cp]|corp|corporation|co|company|ltd|limited|plc|pte ltd|pty ltd|pvt ltd',
  'b ?v|n ?v|v ?o ?f|bvba|sprl|asbl|vzw|cvba',
  'sdn ?bhd|berhad|bhd|s/b',
  'oy|oyj|ab|a/s|aps|asa|sp z o ?o|s ?r ?o|kft|d ?o ?o',
].join('|')

const alone = new RegExp(`^(?:${forms})$`)
const atEnd = new RegExp(`^(.*?) (?:${forms})$`)
/** French law has these said beside a name; the name is what stands before them. */
const frenchBefore = /^(?:s\.?a\.?r\.?l\.?|s\.?a\.?s\.?u?\.?|eurl|sci|snc)\s+(.+)$/i
const french =
  /^(.*?)[\s,]+(?:s\.?a\.?r\.?l\.?|s\.?a\.?s\.?(?:u\.?)?|s\.?a\.?|e\.?u\.?r\.?l\.?|s\.?n\.?c\.?)$/i

const plainOf = (text: string) =>
  fold(text)
    .replace(/[.,]/g, ' ')
    .replace(/[^\p{L}\d&/]+/gu, ' ')
    .trim()

/** Forms of two letters are words in prose too: as a form they are printed in capitals or with dots. */
const isPrintedAsForm = (text: string) => /[A-Z.][^a-z]?$|[A-Za-z]{3}\S?$/.test(text)

/** "SDN BHD" alone, torn from the name above it. */
export const isOnlyForm = (text: string): boolean => alone.test(plainOf(text))

/** "Ejemplo S.L.": a name that ends in the form of a company. */
export const endsInForm = (text: string): boolean =>
  atEnd.test(plainOf(text)) && !isOnlyForm(text) && isPrintedAsForm(text)

const trade =
  /^(?:stationery|stationers|restaurant|restoran|trading|enterprises?|hardware|bakery|bistro|cafe|stores?|shop|supermarket|market(?:ing)?|holdings?|services?|industries|international|foods?|motors?|machinery|pharmacy|books?|group|company|solutions|consulting|retail|and|&)$/

/** A form with nothing before it but the trade: "STATIONERY SDN BHD" is the end of a name. */
export const isTradeAndForm = (text: string): boolean => {
  const before = atEnd.exec(plainOf(text))?.[1]?.split(' ') ?? []
  return before.length > 0 && before.every((word) => trade.test(word))
}

export const withoutForm = (name: string): string => {
  const words = name.split(' ')
  for (let to = 1; to < words.length; to++)
    if (isOnlyForm(words.slice(to).join(' '))) return words.slice(0, to).join(' ').replace(/,$/, '')
  return name
}

export const withoutFrenchForm = (name: string): string => {
  const bare = frenchBefore.exec(name)?.[1] ?? french.exec(name)?.[1]
  return bare && /\p{L}{2}/u.test(bare) ? bare : name
}

/** How many of these words are a name up to the form of a company, where prose or a place goes on behind it. */
export function wordsToForm(words: string[]): number | null {
  for (let to = Math.min(words.length - 1, 12); to >= 2; to--) {
    const after = words[to]!
    const isCut = /,$/.test(words[to - 1]!) || /^(?:\p{Ll}|[-–·•(|/:]|[\d"'])/u.test(after)
    if (isCut && endsInForm(words.slice(0, to).join(' ').replace(/,$/, ''))) return to
  }
  return null
}

const near = (word: string, form: string) =>
  word.length === form.length && [...word].filter((letter, i) => letter !== form[i]).length <= 1

/** What a reader makes of names in poor print: "SON BHO" stands for SDN BHD, "5/8" for S/B, a lone 8 for an &. */
export function mendName(name: string): string {
  const words = apart(name).split(' ').map(mendWord)
  const [first, second] = words.slice(-2).map((word) => word.toUpperCase().replace(/[^A-Z0-9]/g, ''))
  const isForm =
    first === 'SDN' ? words.at(-1)!.length < 5 : near(first ?? '', 'SDN') && near(second ?? '', 'BHD')
  if (words.length > 2 && isForm && `${first}${second}` !== 'SDNBHD')
    words.splice(
      -2,
      2,
      words.at(-2)!.replace(/[A-Za-z0-9]+/, 'SDN'),
      `BHD${/[A-Za-z]\.$/.test(words.at(-1)!) ? '.' : ''}`,
    )
  return words
    .join(' ')
    .replace(/ [5S]\/[8B]$/, ' S/B')
    .replace(/ 8\. ?V\.$/, ' B.V.')
    .replace(/ 5(?=\. ?(?:[AL]|[AL]\. ?U)\.$)/, ' S')
    .replace(/ [G6]m[b8][HN]$/, ' GmbH')
    .replace(/ \([HNW]\)(?= SDN\.? BHD)/, ' (M)')
    .replace(/(?<=\p{L} )8(?= \p{L})/u, '&')
}

/** "(M)SON BHD" and "SDNBHO": the form set apart from what it was glued to. */
const apart = (name: string) =>
  name
    .replace(/(?<=[\p{L})\]])(?<!\s)(?=[S5][DO0][NM][. ]{1,2}[B8][HN][DO0]\.?$)/iu, (_, at: number) =>
      /[)\]]/.test(name[at - 1]!) ? ' ' : '',
    )
    .replace(/(?<= )([S5][DO0][NM]\.?)([B8][HN][DO0]\.?)$/i, '$1 $2')

/** A nought between letters is an O, a one between the dots of initials an I. */
const mendWord = (word: string) =>
  /\d.*[2-9]|^[\d.]+$/.test(word)
    ? word
    : word.replace(/^0(?=\p{L}{2})|(?<=\p{L}-?)0(?=\p{L}|\W|$)/gu, 'O').replace(/(?<=\p{L}\.)1(?=\.)/gu, 'I')
