import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { requireAdmin } from '../invoices/permissions.ts'
import type { Language } from '../language.ts'
import { createApi } from '../web/api.ts'
import { languageFor } from '../web/context.ts'
import { type Arrival, arrivalOutcomes, type WatchedPlace, ways } from './arrivals.table.ts'
import { tryMailbox } from './mail/try-mailbox.ts'
import { listArrivals } from './receive-arrival.ts'
import { listPlaces } from './watched-places.ts'

const placeJson = z
  .object({
    way: z.enum(ways),
    name: z.string(),
    looked_at: z.iso.datetime().nullable(),
    failure: z.string().nullable().describe('Why the last look was in vain'),
  })
  .meta({ id: 'WatchedPlace' })

const arrivalJson = z
  .object({
    id: z.int(),
    way: z.enum(ways),
    name: z.string().nullable().describe('Of the file, or the subject of the mail'),
    sender: z.string().nullable(),
    size_bytes: z.int(),
    outcome: z.enum(arrivalOutcomes),
    entries: z.array(
      z.object({
        filename: z.string(),
        invoice_id: z.int().optional(),
        code: z.string().optional(),
        message: z.string().optional(),
        duplicate_of: z.int().nullable().optional(),
      }),
    ),
    created_at: z.iso.datetime(),
  })
  .meta({ id: 'Arrival' })

/** What comes in by itself, for programs of administrators. */
export function waysInApi(deps: Deps) {
  const api = createApi('Ways in')
  api.get(
    '/api/ways-in',
    {
      summary: 'The watched folder and the mailbox, and how they fare',
      answers: { 200: { description: 'Places', schema: z.object({ items: z.array(placeJson) }) } },
    },
    async (c) => {
      requireAdmin(c.var.account)
      const language = languageFor(c)
      return c.json({ items: (await listPlaces(deps.db)).map((place) => placeToJson(place, language)) })
    },
  )
  api.get(
    '/api/ways-in/arrivals',
    {
      summary: 'What came by itself lately, the newest first, and what became of it',
      query: z.object({ per_page: z.coerce.number().int().min(1).max(200).default(50) }),
      answers: { 200: { description: 'Arrivals', schema: z.object({ items: z.array(arrivalJson) }) } },
    },
    async (c, { query }) => {
      requireAdmin(c.var.account)
      const items = await listArrivals(deps.db, query.per_page)
      return c.json({ items: items.map((arrival) => arrivalToJson(arrival, languageFor(c))) })
    },
  )
  api.post(
    '/api/ways-in/mailbox/trial',
    {
      summary: 'Open the mailbox, and take nothing',
      answers: {
        200: {
          description: 'It opens; how many mails are in it',
          schema: z.object({ mails: z.int() }),
        },
      },
      failures: ['conflict', 'unavailable'],
    },
    async (c) => {
      requireAdmin(c.var.account)
      return c.json({ mails: await tryMailbox(deps.config) })
    },
  )
  return api
}

const placeToJson = (
  { way, name, lookedAt, failure }: WatchedPlace,
  language: Language,
): z.infer<typeof placeJson> => ({
  way,
  name,
  looked_at: lookedAt?.toISOString() ?? null,
  failure: failure?.[language] ?? null,
})

const arrivalToJson = (
  { id, way, name, sender, sizeBytes, outcome, entries, createdAt }: Arrival,
  language: Language,
): z.infer<typeof arrivalJson> => ({
  id,
  way,
  name,
  sender,
  size_bytes: sizeBytes,
  outcome,
  entries: entries.map((entry) => ('code' in entry ? { ...entry, message: entry.message[language] } : entry)),
  created_at: createdAt.toISOString(),
})
