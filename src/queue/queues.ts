import { bounds } from '../config.ts'
import type { JobName } from './job-data.ts'

/** Work on documents is woken by notification, for a person waits; a killed worker's is found by its heartbeat. */
const documentWork = {
  notify: true,
  retryLimit: bounds.jobAttempts - 1,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: bounds.jobHeartbeatSeconds,
  expireInSeconds: bounds.readMs / 1000 + 60,
  deadLetter: 'dead-letters',
}
/** What nobody waits for is polled, and tried again later. */
const chore = { retryLimit: 3, retryDelay: 30, retryBackoff: true, expireInSeconds: 600 }

export const queues: Record<JobName, object> = {
  'read-document': documentWork,
  'extract-invoice': documentWork,
  'read-capture': documentWork,
  // the next document of the issuer may be on its way
  'learn-from-invoice': { ...chore, notify: true },
  'remove-document': chore,
  // a source may be away for long, and a run takes a turn only
  'run-export': {
    ...documentWork,
    retryLimit: bounds.exportAttempts - 1,
    retryDelayMax: 120,
    expireInSeconds: 3_600,
  },
  'remove-export': chore,
  'tend-exports': chore,
  'purge-old': chore,
}

/** Where a job ends that failed for good or killed its process again and again; kept to be looked at. */
export const deadLetters = {
  name: 'dead-letters',
  options: {
    retryLimit: 10,
    retryDelay: 5,
    retryBackoff: true,
    deleteAfterSeconds: bounds.auditDays * 86_400,
  },
}

/** Run once, however many processes there are. */
export const schedules: Partial<Record<JobName, string>> = {
  'purge-old': '17 * * * *',
  'tend-exports': '*/5 * * * *',
}
