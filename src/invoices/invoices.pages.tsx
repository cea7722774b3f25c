import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { SignedIn } from '../web/context.ts'
import { bulkPages } from './bulk.pages.tsx'
import { comparePages } from './compare.pages.tsx'
import { inboxPages } from './inbox.pages.tsx'
import { pageWordsPages } from './page-words.pages.tsx'
import { reviewPages } from './review.pages.tsx'
import { undoPages } from './undo.pages.tsx'

/** What people see of invoices: the inbox, deciding on many, and each of them for review. */
export const invoicePages = (deps: Deps) =>
  new Hono<SignedIn>()
    .route('/', inboxPages(deps))
    .route('/', bulkPages(deps))
    .route('/', reviewPages(deps))
    .route('/', undoPages(deps))
    .route('/', pageWordsPages(deps))
    .route('/', comparePages(deps))
