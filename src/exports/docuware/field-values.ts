import type { Field, FoundDocument } from './platform-json.ts'

/** What is kept of a document that was found: enough for the data, and for a name. */
export interface DocuWareData {
  title: string | null
  content_type: string | null
  pages: number | null
  created_at: string | null
  modified_at: string | null
  fields: Record<string, Value>
}
type Value = string | number | boolean | null

const characters = 10_000

export const dataOf = (document: FoundDocument): DocuWareData => ({
  title: document.Title ?? null,
  content_type: document.ContentType ?? null,
  pages: document.TotalPages ?? null,
  created_at: timeOf(document.CreatedAt),
  modified_at: timeOf(document.LastModified),
  fields: Object.fromEntries(
    document.Fields.filter(({ SystemField }) => !SystemField).map((field) => [
      field.FieldName,
      fieldValue(field),
    ]),
  ),
})

/** A field's value; a date is told as one, and what is a list or a table as JSON. */
export function fieldValue({ Item, ItemElementName }: Pick<Field, 'Item' | 'ItemElementName'>): Value {
  if (Item === null || Item === undefined) return null
  if (typeof Item === 'number' || typeof Item === 'boolean') return Item
  if (typeof Item !== 'string') return clean(JSON.stringify(keywordsOf(Item)))
  const at = timeOf(Item)
  if (at && ItemElementName === 'Date') return at.slice(0, 10)
  return at && ItemElementName === 'DateTime' ? at : clean(Item)
}

const keywordsOf = (item: unknown) =>
  typeof item === 'object' && item !== null && 'Keyword' in item ? item.Keyword : item

const clean = (text: string) => text.replaceAll('\u0000', '').toWellFormed().slice(0, characters)

/** `/Date(1706655600000)/`, as older .NET writes it, or ISO 8601. */
function timeOf(text: string | null | undefined) {
  if (!text) return null
  const [, ms] = /^\/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\/$/.exec(text) ?? []
  const isIso = /^\d{4}-\d\d-\d\d(T[\d:.]{5,20}(Z|[+-]\d\d:?\d\d)?)?$/.test(text)
  if (!ms && !isIso) return null
  const at = new Date(ms ? Number(ms) : text)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}
