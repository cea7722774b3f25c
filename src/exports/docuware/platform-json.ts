import { z } from 'zod'
import { bounds } from '../../config.ts'

/** What the Platform service answers, as far as it is used here; whatever else it says is let pass. */
const { cabinets, fields, sections, pageDocuments } = bounds.docuware

const short = z.string().max(500)
const id = z.union([z.string().min(1).max(100), z.int()]).transform(String)
const links = z.array(z.object({ rel: short, href: z.string().max(10_000) })).max(100)

export const organisationsJson = z.object({
  Organization: z.array(z.object({ Id: id, Name: short })).max(100),
})

export const cabinetsJson = z.object({
  FileCabinet: z.array(z.object({ Id: id, Name: short, IsBasket: z.boolean().default(false) })).max(cabinets),
})

export const dialogsJson = z.object({
  Dialog: z
    .array(
      z.object({
        Id: id,
        DisplayName: short.default(''),
        Type: short.default(''),
        IsDefault: z.boolean().default(false),
      }),
    )
    .max(cabinets),
})

const field = z.object({
  FieldName: short,
  Item: z.unknown().optional(),
  ItemElementName: short.optional(),
  SystemField: z.boolean().default(false),
})
export type Field = z.output<typeof field>

const documentFacts = {
  Id: id,
  Title: z.string().max(2_000).nullish(),
  ContentType: short.nullish(),
  CreatedAt: short.nullish(),
  LastModified: short.nullish(),
  TotalPages: z.int().nullish(),
  Fields: z.array(field).max(fields).default([]),
}

export const resultJson = z.object({
  Count: z.object({ Value: z.int().min(0) }).optional(),
  Items: z.array(z.object(documentFacts)).max(pageDocuments * 5),
  Links: links.default([]),
})
export type Result = z.output<typeof resultJson>
export type FoundDocument = Result['Items'][number]

export const documentJson = z.object({
  ...documentFacts,
  Links: links.default([]),
  Sections: z
    .array(
      z.object({
        Id: id,
        OriginalFileName: z.string().max(2_000).nullish(),
        ContentType: short.nullish(),
        Links: links.default([]),
      }),
    )
    .max(sections)
    .default([]),
})

export const linkTo = (relation: string, { Links }: { Links: z.output<typeof links> }) =>
  Links.find(({ rel }) => rel.toLowerCase() === relation.toLowerCase())?.href
