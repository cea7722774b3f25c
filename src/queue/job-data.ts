interface OfInvoice {
  invoiceId: number
  /** Somebody waits for it: it goes before the others. */
  isUrgent?: true
}

/** Every job there is, and what it carries: ids, never content. */
export interface JobData {
  'read-document': OfInvoice
  'extract-invoice': OfInvoice
  'learn-from-invoice': OfInvoice
  'read-capture': { sessionId: string; attempt: number }
  'remove-document': { sha256: string }
  'run-export': { exportId: number }
  'remove-export': { exportId: number }
  'tend-exports': Record<string, never>
  'purge-old': Record<string, never>
}
export type JobName = keyof JobData
