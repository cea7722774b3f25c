/** Every job there is, and what it carries: ids, never content. */
export interface JobData {
  'read-document': { invoiceId: number }
  'extract-invoice': { invoiceId: number }
  'learn-from-invoice': { invoiceId: number }
  'read-capture': { sessionId: string; attempt: number }
  'remove-document': { sha256: string }
  'run-export': { exportId: number }
  'remove-export': { exportId: number }
  'tend-exports': Record<string, never>
  'purge-old': Record<string, never>
}
export type JobName = keyof JobData
