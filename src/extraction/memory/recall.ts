import { fold, plainTaxId } from '../../invoices/searchable.ts'
import type { Findings } from '../found.ts'
import { limits } from '../limits.ts'
import type { Survey } from '../survey.ts'
import { cellsOf, textOf } from '../text-lines.ts'
import { applyRules } from './apply-rules.ts'
import type { Rule, RuleField } from './rule.ts'

/** A rule and whose it is. */
export interface IssuersRule extends Rule {
  issuerTaxId: string | null
  foldedName: string
}

/** What a document says that may be an issuer's tax id or name, as rules are kept by. */
export interface Keys {
  taxIds: string[]
  names: string[]
}

/** Rules that count, of all issuers of whom a document may be. */
export type RulesFor = (keys: Keys) => Promise<IssuersRule[]>

const mostKeys = 200
/** Shorter numbers are no tax ids. */
const fewestDigits = 5
/** An issuer whose identity was read wrongly is known by its tax id or name being anywhere on the page. */
const identity: RuleField[] = ['issuer_tax_id', 'issuer_name']

/** What is known of the issuer of a document, applied to what was read of it. */
export async function recall(read: Findings, survey: Survey, rulesFor: RulesFor): Promise<Findings> {
  if (survey.lines.length === 0) return read
  const keys = keysOf(read, survey)
  if (keys.taxIds.length + keys.names.length === 0) return read
  const rules = ofOneIssuer(await rulesFor(keys), read, keys)
  return rules.length > 0 ? applyRules(read, rules, survey) : read
}

function keysOf({ issuer_tax_id: id, issuer_name: name }: Findings, { lines, taxIds }: Survey): Keys {
  const words = lines
    .flatMap((line) => line.words.map(({ text }) => text.slice(0, limits.wordCharacters)))
    .filter((text) => text.replace(/\D/g, '').length >= fewestDigits)
  const ids = [id?.value ?? '', ...taxIds.map(({ value }) => value), ...words]
  const first = lines.filter((line) => line.page === lines[0]?.page)
  const names = [name?.value ?? '', ...first.flatMap((line) => cellsOf(line).map(textOf))]
  return { taxIds: distinct(ids.map(plainTaxId)), names: distinct(names.map(fold)) }
}

const distinct = (keys: string[]) =>
  [...new Set(keys.filter((key) => key.length > 2 && key.length <= 200))].slice(0, mostKeys)

/** Of the issuers whose rules were found, the one that this document is from: by what was read, else by what is printed. */
function ofOneIssuer(rules: IssuersRule[], read: Findings, { taxIds, names }: Keys): IssuersRule[] {
  const id = read.issuer_tax_id && plainTaxId(read.issuer_tax_id.value)
  const byId = rules.filter(({ issuerTaxId }) => issuerTaxId !== null && issuerTaxId === id)
  if (byId.length > 0) return byId
  const name = read.issuer_name && fold(read.issuer_name.value)
  const byName = rules.filter(({ foldedName, issuerTaxId }) => foldedName === name && (!issuerTaxId || !id))
  if (byName.length > 0) return byName
  const printed = Map.groupBy(
    rules.filter(({ issuerTaxId, foldedName }) =>
      issuerTaxId ? taxIds.includes(issuerTaxId) : names.includes(foldedName),
    ),
    ({ issuerTaxId, foldedName }) => issuerTaxId ?? `=${foldedName}`,
  )
  const [only, ...others] = [...printed.values()].filter(
    (group) => !id || group.some(({ field }) => identity.includes(field)),
  )
  return only && others.length === 0 ? only : []
}
