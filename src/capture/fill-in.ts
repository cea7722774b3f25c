import {
  type FieldName,
  fieldNames,
  type InvoiceData,
  type Provenance,
  type Provenances,
} from '../invoices/invoice-data.ts'
import { isRequired, isThere, type RequiredField } from './required-fields.ts'

/** Values, each with its proof. */
export interface Reading {
  data: InvoiceData
  fields: Provenances
}

/** A lower certainty is a guess: another picture is asked for, as long as there may be one. A model was asked for just this. */
const certainEnough: Partial<Record<FieldName | 'any' | 'llm', number>> & { any: number; llm: number } = {
  any: 0.5,
  // where the end of a receipt is not in the picture, some other amount looks like it
  total: 0.7,
  llm: 0.3,
}

/**
 * What is known, and what was found beside it where nothing was known. What is known never changes, whatever a later
 * picture says; only a list of products goes on where the picture goes on (`continues`).
 */
export function fillIn(
  known: Reading,
  found: Reading,
  { continues = false, guesses = false }: { continues?: boolean; guesses?: boolean } = {},
): Reading & { gained: RequiredField[] } {
  const data = { ...known.data }
  const fields = { ...known.fields }
  const gained: RequiredField[] = []
  for (const name of fieldNames) {
    if (isThere(known.data, name) || !isThere(found.data, name)) continue
    if (isRequired(name) && !guesses && isGuess(name, found.fields[name])) continue
    Object.assign(data, { [name]: found.data[name] })
    if (found.fields[name]) Object.assign(fields, { [name]: found.fields[name] })
    if (isRequired(name)) gained.push(name)
  }
  if (continues && isThere(known.data, 'products')) {
    data.products = continued(known.data.products, found.data.products)
    if (fields.products) fields.products = { ...fields.products, value: data.products }
  }
  return { data, fields, gained }
}

const isGuess = (name: FieldName, proof: Provenance | undefined) =>
  !proof ||
  proof.confidence < (proof.source === 'llm' ? certainEnough.llm : (certainEnough[name] ?? certainEnough.any))

type Products = InvoiceData['products']

/** The longer list, with what was known of it word for word; the known one where the other has not all of it. */
function continued(known: Products, found: Products): Products {
  let at = 0
  const longer = found.map((product) => {
    const same = known[at]
    if (!same || !isSame(same, product)) return product
    at += 1
    return same
  })
  return at === known.length ? longer : known
}

const isSame = (a: Products[number], b: Products[number]) =>
  a.name === b.name || (a.total_price !== null && a.total_price === b.total_price)
