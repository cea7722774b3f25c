import { z } from 'zod'
import type { Deps } from '../../deps.ts'
import { requireReviewer } from '../../invoices/permissions.ts'
import type { Language } from '../../language.ts'
import { createApi } from '../../web/api.ts'
import { languageFor } from '../../web/context.ts'
import { findRule, removeRule, switchRule } from './change-rule.ts'
import { describeRule } from './describe-rule.ts'
import { listRules } from './list-rules.ts'
import { how, ruleFields } from './rule.ts'
import type { KeptRule } from './rules.table.ts'
import { tryKeptRule } from './try-kept-rule.ts'

const ruleJson = z
  .object({
    id: z.int(),
    issuer: z.object({ tax_id: z.string().nullable(), name: z.string() }),
    field: z.enum(ruleFields),
    how: how.describe('How the value is found: beside a label, at a place of the page, or always the same'),
    description: z.string().describe('The same in a sentence'),
    enabled: z.boolean(),
    active: z.boolean().describe('Used in reading: enabled, and right wherever it was tried'),
    hits: z.int(),
    misses: z.int(),
    learned_from: z.int().nullable().describe('The invoice in which a person corrected this field'),
    created_at: z.iso.datetime(),
    tried_at: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Rule' })

const outcomeJson = z.object({
  invoice_id: z.int(),
  verdict: z.enum(['hit', 'miss', 'silent']),
  found: z.union([z.string(), z.number()]).nullable(),
  truth: z.union([z.string(), z.number()]).nullable(),
})

const ruleId = z.object({ id: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER) })
const byId = '/api/memory/:id{[0-9]+}'
const aRule = { 200: { description: 'The rule as it is now', schema: ruleJson } }

/** What was learned from corrections: reading it, trying it, switching it off, forgetting it. */
export function memoryApi(deps: Deps) {
  const api = createApi('Memory')

  api.get(
    '/api/memory',
    {
      summary: 'What was learned about issuers, the newest first',
      query: z.object({
        issuer: z.string().max(200).optional().describe('A part of the name, or the tax id'),
        field: z.enum(ruleFields).optional(),
        active: z.stringbool().optional(),
      }),
      answers: { 200: { description: 'The rules', schema: z.object({ items: z.array(ruleJson) }) } },
    },
    async (c, { query }) => {
      requireReviewer(c.var.account)
      const items = await listRules(deps.db, query)
      return c.json({ items: items.map((rule) => toJson(rule, languageFor(c))) })
    },
  )
  api.get(
    byId,
    { summary: 'One rule', params: ruleId, answers: aRule, failures: ['not-found'] },
    async (c, { params }) =>
      c.json(toJson(await findRule(deps.db, c.var.account, params.id), languageFor(c))),
  )
  api.patch(
    byId,
    {
      summary: 'Switch a rule on or off',
      params: ruleId,
      body: z.strictObject({ enabled: z.boolean() }),
      example: { enabled: false },
      answers: aRule,
      failures: ['not-found'],
    },
    async (c, { params, body }) =>
      c.json(toJson(await switchRule(deps, c.var.account, params.id, body.enabled), languageFor(c))),
  )
  api.post(
    `${byId}/try`,
    {
      summary: 'Try a rule on the confirmed documents of its issuer',
      params: ruleId,
      answers: {
        200: {
          description: 'The rule, and what it would have found in each document',
          schema: z.object({ rule: ruleJson, documents: z.array(outcomeJson) }),
        },
      },
      failures: ['not-found'],
    },
    async (c, { params }) => {
      const { rule, outcomes } = await tryKeptRule(deps, c.var.account, params.id)
      const documents = outcomes.map(({ invoiceId, ...outcome }) => ({ invoice_id: invoiceId, ...outcome }))
      return c.json({ rule: toJson(rule, languageFor(c)), documents })
    },
  )
  api.delete(
    byId,
    {
      summary: 'Forget a rule',
      params: ruleId,
      answers: { 204: { description: 'It is forgotten' } },
      failures: ['not-found'],
    },
    async (c, { params }) => {
      await removeRule(deps, c.var.account, params.id)
      return c.body(null, 204)
    },
  )
  return api
}

const toJson = (rule: KeptRule, language: Language): z.infer<typeof ruleJson> => ({
  id: rule.id,
  issuer: { tax_id: rule.issuerTaxId, name: rule.issuerName },
  field: rule.field,
  how: rule.how,
  description: describeRule(rule.field, rule.how)[language],
  enabled: rule.enabled,
  active: rule.enabled && rule.proven,
  hits: rule.hits,
  misses: rule.misses,
  learned_from: rule.learnedFrom,
  created_at: rule.createdAt.toISOString(),
  tried_at: rule.triedAt?.toISOString() ?? null,
})
