/** Every job there is, and what it carries: ids, never content. */
export interface JobData {
  'read-document': { invoiceId: number }
  'extract-invoice': { invoiceId: number }
  'learn-from-invoice': { invoiceId: number }
  'remove-document': { sha256: string }
  'purge-old': Record<string, never>
}
export type JobName = keyof JobData
