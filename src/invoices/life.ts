export const statuses = ['processing', 'waiting_validation', 'processed', 'rejected', 'failed'] as const
export type Status = (typeof statuses)[number]

/** How far `processing` has come; what is reached is not done again. */
export type Stage = 'reading' | 'extracting' | 'done'

export interface Move {
  from: readonly Status[]
  to: Status
  stage: Stage
  job?: 'read-document' | 'extract-invoice' | 'learn-from-invoice'
}

/** The whole life of an invoice: each move, where it may start, where it ends, and the job it sets going. */
export const moves = {
  receive: { from: [], to: 'processing', stage: 'reading', job: 'read-document' },
  read: { from: ['processing'], to: 'processing', stage: 'extracting', job: 'extract-invoice' },
  present: { from: ['processing'], to: 'waiting_validation', stage: 'done' },
  accept: { from: ['processing'], to: 'processed', stage: 'done' },
  confirm: { from: ['waiting_validation'], to: 'processed', stage: 'done', job: 'learn-from-invoice' },
  reject: { from: ['waiting_validation'], to: 'rejected', stage: 'done' },
  fail: { from: ['processing'], to: 'failed', stage: 'done' },
  // what comes as data needs no reading: it is sound, or a person must look at it
  enter: { from: [], to: 'processed', stage: 'done' },
  doubt: { from: [], to: 'waiting_validation', stage: 'done' },
  // only ever the undoing of a decision that was just made
  reopen: { from: ['processed', 'rejected'], to: 'waiting_validation', stage: 'done' },
  retry: { from: ['failed', 'rejected'], to: 'processing', stage: 'reading', job: 'read-document' },
} as const satisfies Record<string, Move>

export type MoveName = keyof typeof moves
export const moveNames = Object.keys(moves) as MoveName[]

/** What the buttons, the API and the guard all ask. */
export const canMove = (status: Status, name: MoveName) =>
  (moves[name].from as readonly Status[]).includes(status)
