import { Hono } from 'hono'
import { requestId } from 'hono/request-id'
import { accountApi } from './accounts/account.api.ts'
import { accountPages } from './accounts/account.pages.tsx'
import { adminPages } from './accounts/admin.pages.tsx'
import { signInPages } from './accounts/sign-in.pages.tsx'
import { batchesApi } from './batches/batches.api.ts'
import { batchPages } from './batches/batches.pages.tsx'
import { capturePages } from './capture/capture.pages.tsx'
import { guidedApi } from './capture/guided.api.ts'
import { oneShotApi, oneShotPath, tellAllowance } from './capture/one-shot.api.ts'
import { dashboardPages } from './dashboard/dashboard.pages.tsx'
import type { Deps } from './deps.ts'
import { docuWareApi } from './exports/docuware.api.ts'
import { exportsApi } from './exports/exports.api.ts'
import { exportPages } from './exports/exports.pages.tsx'
import { schedulesApi } from './exports/schedules.api.ts'
import { memoryApi } from './extraction/memory/memory.api.ts'
import { memoryPages } from './extraction/memory/memory.pages.tsx'
import { valueAtApi } from './extraction/value-at.api.ts'
import { intakeApi } from './intake/intake.api.ts'
import { waysInApi } from './intake/ways-in.api.ts'
import { documentsApi, type FindPicture } from './invoices/documents.api.ts'
import { exportDataApi } from './invoices/export-data.api.ts'
import { invoicesApi } from './invoices/invoices.api.ts'
import { invoicePages } from './invoices/invoices.pages.tsx'
import { reviewApi } from './invoices/review.api.ts'
import { documentSocket } from './live/socket-operation.ts'
import type { Sockets } from './live/sockets.ts'
import type { UntilCaptured } from './live/until-captured.ts'
import type { UntilProcessed } from './live/until-processed.ts'
import { queuePages } from './queue/queue.pages.tsx'
import { type ReadRegion, readingApi } from './reading/reading.api.ts'
import { settingsPages } from './settings/settings.pages.tsx'
import { answerError, noSuchPath } from './web/answer-error.tsx'
import { assetRoutes } from './web/assets.ts'
import { docsPages } from './web/docs.pages.tsx'
import { guard, refuseForgery } from './web/guard.ts'
import { healthApi } from './web/health.api.ts'
import { logRequests } from './web/log-requests.ts'
import { createMetrics } from './web/metrics.ts'
import { describeApi } from './web/openapi.ts'
import { packed } from './web/packed.ts'
import { requireScope } from './web/scopes.ts'
import { crossOrigin, securityHeaders } from './web/security.ts'
import { nameV4Requests } from './web/v4-requests.ts'
import { webhooksApi } from './webhooks/webhooks.api.ts'

interface Parts {
  secret: string
  sockets: Sockets
  findPicture: FindPicture
  readRegion: ReadRegion
  untilProcessed: UntilProcessed
  /** The number under which this process is known to be alive, if it shows that. */
  worker: number | null
  untilCaptured: UntilCaptured
  version: string
}

/** Every URL in the system. */
export function createApp(
  deps: Deps,
  { secret, sockets, findPicture, readRegion, untilProcessed, worker, untilCaptured, version }: Parts,
) {
  const { config, db, log } = deps
  const metrics = createMetrics(db)
  const health = healthApi(deps, metrics)
  const apis = [
    intakeApi(deps),
    invoicesApi(deps),
    reviewApi(deps),
    documentsApi(deps, findPicture),
    readingApi(deps, readRegion),
    valueAtApi(deps, readRegion),
    exportDataApi(deps),
    memoryApi(deps),
    batchesApi(deps),
    accountApi(deps),
    exportsApi(deps),
    schedulesApi(deps),
    waysInApi(deps),
    webhooksApi(deps),
    oneShotApi(deps, untilProcessed, worker),
    guidedApi(deps, untilCaptured),
    docuWareApi(deps),
  ]
  const operations = [...apis, health].flatMap((api) => api.operations)

  const app = new Hono()
  app.onError(answerError(log))
  app.notFound((c) => answerError(log)(noSuchPath(), c))
  app.use(requestId({ limitLength: 100 }))
  app.use('/api/v4/*', nameV4Requests)
  app.use(logRequests(log), metrics.timed, securityHeaders(), crossOrigin(config))
  app.use(refuseForgery(config))
  app.use(packed())

  // open to everybody
  app.route('/', health.routes)
  app.route('/', assetRoutes())
  app.route('/', docsPages(describeApi([...operations, documentSocket], version)))
  app.route('/', signInPages(deps))

  // open to who is signed in
  app.use(guard({ config, db, secret }))
  app.use(oneShotPath, tellAllowance(deps))
  app.use(requireScope)
  for (const api of apis) app.route('/', api.routes)
  app.route('/', sockets.routes)
  app.route('/', invoicePages(deps))
  app.route('/', batchPages(deps))
  app.route('/', memoryPages(deps))
  app.route('/', accountPages(deps))
  app.route('/', adminPages(deps))
  app.route('/', exportPages(deps))
  app.route('/', dashboardPages(deps))
  app.route('/', queuePages(deps))
  app.route('/', settingsPages(deps))
  app.route('/', capturePages(deps))
  return app
}
