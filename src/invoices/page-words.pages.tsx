import { Hono } from 'hono'
import { PageWords } from '../../views/invoices/page-words.tsx'
import type { Deps } from '../deps.ts'
import { linesOf } from '../extraction/text-lines.ts'
import type { SignedIn } from '../web/context.ts'
import { findPageWords } from './pages.ts'
import { findInvoice } from './queries.ts'

/** What a page says, to lie over its picture: asked for when the page comes into view. */
export const pageWordsPages = ({ db }: Pick<Deps, 'db'>) =>
  new Hono<SignedIn>().get('/invoices/:id{[0-9]{1,15}}/pages/:n{[0-9]{1,5}}/words', async (c) => {
    const { sha256 } = await findInvoice(db, c.var.account, Number(c.req.param('id')))
    const number = Number(c.req.param('n'))
    const page = sha256 ? await findPageWords(db, sha256, number) : undefined
    if (!page?.words) return c.body(null, 204)
    const lines = linesOf([{ ...page, words: page.words, page: number, source: 'text', turn: 0, codes: [] }])
    const rows = lines.map(({ words }) => words)
    return c.html(<PageWords width={page.width} height={page.height} rows={rows} />)
  })
