import { type Context, Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MemoryPage } from '../../../views/memory/memory-page.tsx'
import { TrialPage } from '../../../views/memory/trial-page.tsx'
import { bounds } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { requireReviewer } from '../../invoices/permissions.ts'
import { languageFor, type SignedIn } from '../../web/context.ts'
import { removeRule, switchRule } from './change-rule.ts'
import { listRules } from './list-rules.ts'
import { tryKeptRule } from './try-kept-rule.ts'

const byId = '/memory/:id{[0-9]{1,15}}'

/** What was learned, for people: to read, to try, to switch off and to forget. */
export const memoryPages = (deps: Deps) =>
  new Hono<SignedIn>()
    .use(`${byId}/*`, bodyLimit({ maxSize: bounds.jsonBytes }))
    .get('/memory', async (c) => {
      requireReviewer(c.var.account)
      const issuer = (c.req.query('issuer') ?? '').trim().slice(0, 200)
      const rules = await listRules(deps.db, { issuer })
      return c.html(
        <MemoryPage language={languageFor(c)} account={c.var.account} rules={rules} issuer={issuer} />,
      )
    })
    .post(`${byId}/trial`, async (c) => {
      const { rule, outcomes } = await tryKeptRule(deps, c.var.account, idOf(c))
      return c.html(
        <TrialPage language={languageFor(c)} account={c.var.account} rule={rule} outcomes={outcomes} />,
      )
    })
    .post(`${byId}/state`, async (c) => {
      const sent = await c.req.formData().catch(() => new FormData())
      await switchRule(deps, c.var.account, idOf(c), sent.get('enabled') === 'true')
      return c.redirect(`/memory#rule-${idOf(c)}`, 303)
    })
    .post(`${byId}/removal`, async (c) => {
      await removeRule(deps, c.var.account, idOf(c))
      return c.redirect('/memory', 303)
    })
    // where a browser stands after a form came back; asked for again it is the list
    .get(`${byId}/:action{trial|state|removal}`, (c) => c.redirect('/memory', 303))

const idOf = (c: Context) => Number(c.req.param('id'))
