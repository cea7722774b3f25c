import { Hono } from 'hono'
import type { Deps } from '../deps.ts'
import type { SignedIn } from '../web/context.ts'

export const invoicePages = (_deps: Deps) => new Hono<SignedIn>().get('/', (c) => c.text('inbox'))
