import { z } from 'zod'
import type { Deps } from '../deps.ts'
import { createApi } from '../web/api.ts'
import { checkDocuWare, listDialogsOf } from './docuware/check-docuware.ts'
import { requireDocuWare } from './start-export.ts'

const named = z.object({ id: z.string(), name: z.string() })

/** What there is to be exported from DocuWare, and whether it answers at all. */
export function docuWareApi({ config }: Deps) {
  const api = createApi('Exports')
  api.get(
    '/api/exports/docuware',
    {
      summary: 'Test the connection to DocuWare, and list its file cabinets',
      answers: {
        200: {
          description: 'Who answers, and what this user sees',
          schema: z.object({ organisation: z.string(), cabinets: z.array(named), ms: z.int() }),
        },
      },
      failures: ['invalid', 'unavailable'],
    },
    async (c) => {
      requireDocuWare(config, c.var.account)
      return c.json(await checkDocuWare(config, c.req.raw.signal))
    },
  )
  api.get(
    '/api/exports/docuware/:cabinet/dialogs',
    {
      summary: 'The search dialogs of a file cabinet',
      params: z.object({ cabinet: z.string().min(1).max(200) }),
      answers: {
        200: {
          description: 'The dialogs',
          schema: z.object({ items: z.array(named.extend({ is_default: z.boolean() })) }),
        },
      },
      failures: ['invalid', 'unavailable'],
    },
    async (c, { params: { cabinet } }) => {
      requireDocuWare(config, c.var.account)
      return c.json({ items: await listDialogsOf(config, cabinet, c.req.raw.signal) })
    },
  )
  return api
}
