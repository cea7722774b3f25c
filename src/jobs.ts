import { releaseAbandonedHolds } from './accounts/credits.ts'
import { processParcels } from './batches/process-parcels.ts'
import { settleWhenQuiet } from './batches/settle-when-quiet.ts'
import { failAttempt } from './capture/finish-attempt.ts'
import { purgeCalls } from './capture/known-calls.ts'
import { pagesToExtract } from './capture/pages-to-extract.ts'
import { purgeCaptures } from './capture/purge-captures.ts'
import { readCapture } from './capture/read-capture.ts'
import { settleLeftCalls } from './capture/settle-call.ts'
import { bounds } from './config.ts'
import type { Deps } from './deps.ts'
import { failExport } from './exports/advance-export.ts'
import { beginDueExports } from './exports/export-schedules.ts'
import { openSource } from './exports/open-source.ts'
import { purgeExports, removeExport } from './exports/remove-export.ts'
import { runExport } from './exports/run-export.ts'
import { extractInvoice } from './extraction/extract-invoice.ts'
import type { Extractor } from './extraction/extraction.ts'
import { activeRules } from './extraction/memory/active-rules.ts'
import { learnFromInvoice } from './extraction/memory/learn-from-invoice.ts'
import { createFolderWatch } from './intake/folder/watch-folder.ts'
import { ingestDocuWare as ingest } from './intake/ingest-docuware.ts'
import { createMailFetch } from './intake/mail/fetch-mail.ts'
import { mailboxOf } from './intake/mail/mailbox-settings.ts'
import { removeDocument } from './intake/remove-document.ts'
import { failInvoice } from './invoices/attempt.ts'
import { purgeOld } from './invoices/purge-old.ts'
import { bellFor } from './queue/bell.ts'
import type { JobData } from './queue/job-data.ts'
import type { Handlers } from './queue/queue.ts'
import type { Sweep } from './queue/sweeps.ts'
import { findFiles } from './reading/find-files.ts'
import { findPicture } from './reading/find-picture.ts'
import { readInvoice } from './reading/read-invoice.ts'
import { readPicture } from './reading/read-picture.ts'
import type { Reader } from './reading/reader.ts'
import { deliverWebhooks } from './webhooks/deliver-webhooks.ts'

/** Every job in the system. */
export const createHandlers = (deps: Deps & { reader: Reader; extractor: Extractor }): Handlers => ({
  jobs: {
    'read-document': ({ invoiceId }, run) => readInvoice(deps, invoiceId, run),
    'extract-invoice': ({ invoiceId }, run) =>
      extractInvoice(
        {
          ...deps,
          pagesOf: (invoice) => pagesToExtract(deps, invoice),
          filesOf: (invoice, signal) => findFiles(deps, invoice, signal),
          pictureOf: (invoice, page, signal) => findPicture(deps, invoice, page, signal),
        },
        invoiceId,
        run,
      ),
    'read-capture': (ticket, run) =>
      readCapture(
        {
          ...deps,
          readPicture: (picture, signal) => readPicture(deps.reader, picture, signal),
          extract: (document, circumstances) =>
            deps.extractor.extract(document, { ...circumstances, rulesFor: activeRules(deps) }),
        },
        ticket,
        run,
      ),
    'learn-from-invoice': ({ invoiceId }) => learnFromInvoice(deps, invoiceId),
    'remove-document': ({ sha256 }) => removeDocument(deps, sha256),
    'run-export': ({ exportId }, run) =>
      runExport(
        {
          ...deps,
          openSource: (task) =>
            openSource({ ...deps, ingest: (account, file) => ingest(deps, account, file) }, task),
        },
        exportId,
        run,
      ),
    'remove-export': ({ exportId }) => removeExport(deps, exportId),
    'tend-exports': async () => {
      await beginDueExports(deps)
      await purgeExports(deps)
    },
    'purge-old': async () => {
      await purgeOld(deps)
      await purgeCalls(deps)
      await purgeCaptures(deps)
    },
  },
  concurrency: {
    // one more than there are threads, so that a short document is opened while long ones are read
    'read-document': deps.config.OCR_WORKERS + 1,
    'read-capture': deps.config.OCR_WORKERS + 1,
    // a model answers slowly and costs this machine nothing meanwhile
    'extract-invoice': deps.config.OPENAI_API_KEY || deps.config.OPENAI_BASE_URL ? 8 : 2,
    'learn-from-invoice': 1,
    'remove-document': 1,
    'run-export': 2,
    'remove-export': 1,
    'tend-exports': 1,
    'purge-old': 1,
  },
  sweeps: [
    {
      name: 'batches',
      everyMs: bounds.sweepMs,
      bell: bellFor(deps.db),
      run: (signal) => processParcels(deps, signal),
    },
    { name: 'batches', everyMs: bounds.sweepMs, run: (signal) => settleWhenQuiet(deps, signal) },
    { name: 'credits', everyMs: bounds.holdSweepMs, run: () => releaseAbandonedHolds(deps) },
    { name: 'webhooks', everyMs: bounds.sweepMs, run: (signal) => deliverWebhooks(deps, signal) },
    ...waysIn(deps),
    { name: 'credits', everyMs: bounds.oneShotSweepMs, run: () => settleLeftCalls(deps) },
  ],
  async onDeadLetter(name, data) {
    if ('invoiceId' in data) await failInvoice(deps, Number(data.invoiceId), deadLetter(name))
    if (name === 'run-export' && 'exportId' in data)
      await failExport(deps, Number(data.exportId), deadLetter(name))
    if (name === 'read-capture') await failAttempt(deps, data as JobData['read-capture'])
  },
})

/** What is looked after beside the jobs, where there is something to look after; QUEUES may name these too. */
export const sweepNames = ['batches', 'credits', 'webhooks', 'folder', 'mailbox'] as const

/** What documents come by without being sent, where the settings name it. */
function waysIn(deps: Deps): Sweep[] {
  const { WATCH_DIR, MAIL_SECONDS } = deps.config
  const mailbox = mailboxOf(deps.config)
  return [
    ...(WATCH_DIR
      ? [{ name: 'folder', everyMs: bounds.lookMs, run: createFolderWatch(deps, WATCH_DIR) }]
      : []),
    ...(mailbox
      ? [{ name: 'mailbox', everyMs: MAIL_SECONDS * 1000, run: createMailFetch(deps, mailbox) }]
      : []),
  ]
}

const deadLetter = (name: string) => ({
  code: 'GAVE_UP',
  message: {
    es: `El trabajo «${name}» se interrumpió una y otra vez. Puedes reintentarlo.`,
    en: `The job '${name}' broke off again and again. You can retry.`,
  },
})
