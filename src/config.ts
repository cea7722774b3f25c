import { isIP } from 'node:net'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { z } from 'zod'
import { StartError } from './errors.ts'

/** The one reader of the environment. A wrong setting stops the start with one line. */
export type Config = ReturnType<typeof readConfig>

const loopback = ['127.0.0.1', 'localhost', '::1']

const whole = (min: number, max: number) =>
  z.string().regex(/^\d+$/, 'is not a whole number').transform(Number).pipe(z.int().min(min).max(max))
const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (value) => URL.canParse(value) && protocols.includes(new URL(value).protocol.slice(0, -1)),
      `is not an address starting with ${protocols.map((protocol) => `${protocol}:`).join(' or ')}`,
    )

const settings = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: whole(0, 65535).default(3000),
  DATA_DIR: z
    .string()
    .min(1)
    .default('./data')
    // from Folio's own folder, so that every command finds the same data wherever it is called
    .transform((path) => resolve(import.meta.dirname, '..', path)),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  DATABASE_DIRECT_URL: url('postgres', 'postgresql').optional(),
  // a transaction may need a second one beside it
  DATABASE_CONNECTIONS: whole(4, 200).default(10),
  STORAGE_URL: url('file', 's3').optional(),
  S3_ENDPOINT: url('http', 'https').optional(),
  S3_REGION: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_SESSION_TOKEN: z.string().optional(),
  ROLE: z.enum(['web', 'worker', 'all'], 'is not one of web, worker, all').default('all'),
  QUEUES: z
    .string()
    .default('')
    .transform((list) => list.split(/[\s,]+/).filter(Boolean)),
  OCR_WORKERS: whole(1, 64).default(Math.min(64, availableParallelism())),
  TESSDATA_DIR: z.string().optional(),
  AUTH: z.enum(['on', 'off'], 'is neither on nor off').default('on'),
  JWT_SECRET: z.string().min(32, 'is shorter than 32 characters').optional(),
  PUBLIC_URL: url('http', 'https').optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: url('http', 'https').optional(),
  OPENAI_MODEL: z.string().optional(),
  // a model on one's own machine may take minutes; ten are less than a job may
  OPENAI_TIMEOUT_SECONDS: whole(1, 600).default(60),
  CREDITS_INITIAL: whole(0, 1_000_000_000).default(100),
  CREDITS_PER_DOCUMENT: whole(0, 1_000_000).default(15),
  UPLOAD_LIMIT_PER_HOUR: whole(0, 1_000_000).default(60),
  CORS_ORIGINS: z
    .string()
    .default('')
    .transform((list) =>
      list
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    )
    .refine(
      (list) => list.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin),
      'holds something that is not an origin such as https://app.example.com',
    ),
  DUPLICATES: z
    .enum(['content', 'filename', 'allow'], 'is not one of content, filename, allow')
    .default('content'),
  WATCH_DIR: z
    .string()
    .min(1)
    .transform((path) => resolve(import.meta.dirname, '..', path))
    .optional(),
  MAIL_HOST: z.string().optional(),
  MAIL_PORT: whole(1, 65535).optional(),
  MAIL_USER: z.string().optional(),
  MAIL_PASSWORD: z.string().optional(),
  MAIL_FOLDER: z.string().min(1).max(200).default('INBOX'),
  MAIL_TLS: z.enum(['on', 'starttls', 'off'], 'is not one of on, starttls, off').default('on'),
  MAIL_FROM: z
    .string()
    .default('')
    .transform((list) =>
      list
        .toLowerCase()
        .split(/[\s,;]+/)
        .filter(Boolean),
    )
    .refine(
      (list) => list.every((each) => each === '*' || /^[^@]*@[^@]+$/.test(each)),
      'holds something that is neither an address, nor a domain such as @example.com, nor *',
    ),
  MAIL_SECONDS: whole(5, 86_400).default(30),
  WEBHOOKS_PRIVATE: z.enum(['on', 'off'], 'is neither on nor off').default('off'),
  LOG_LEVEL: z
    .enum(['debug', 'info', 'warn', 'error'], 'is not one of debug, info, warn, error')
    .default('info'),
  DOCUWARE_URL: url('http', 'https').optional(),
  DOCUWARE_USER: z.string().optional(),
  DOCUWARE_PASSWORD: z.string().optional(),
  DOCUWARE_ORG: z.string().optional(),
})

const mends: Partial<Record<keyof z.infer<typeof settings>, string>> = {
  PORT: 'give a number from 0 to 65535',
  OCR_WORKERS: 'give a number from 1 to 64',
  DATABASE_URL:
    'give postgres://user:password@host:5432/database, or leave it unset for the embedded database',
  STORAGE_URL: 'give file:///path or s3://bucket/prefix, or leave it unset to keep documents under DATA_DIR',
  JWT_SECRET: 'give at least 32 random characters, or leave it unset and Folio makes one',
}

export function readConfig(env: Record<string, string | undefined>) {
  const given = Object.fromEntries(
    Object.keys(settings.shape).map((name) => [name, env[name]?.trim() || undefined]),
  )
  for (const name of ['REGION', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'SESSION_TOKEN'])
    given[`S3_${name}`] ??= env[`AWS_${name}`]?.trim() || undefined
  given.S3_ENDPOINT ??= env.AWS_ENDPOINT_URL_S3?.trim() || env.AWS_ENDPOINT_URL?.trim() || undefined

  const parsed = settings.safeParse(given)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const name = String(issue?.path[0]) as keyof typeof mends
    const secret = /SECRET|KEY|PASSWORD|TOKEN|DATABASE_(DIRECT_)?URL/.test(name)
    const value = secret ? '' : ` (${JSON.stringify(given[name])})`
    throw new StartError(`${name}${value} ${issue?.message}${mends[name] ? `: ${mends[name]}` : ''}`)
  }
  const config = parsed.data
  if (config.AUTH === 'off' && !loopback.includes(config.HOST))
    throw new StartError(
      `AUTH (off) is allowed on a loopback HOST only, and HOST is ${config.HOST}: set AUTH=on, or HOST=127.0.0.1`,
    )
  if (config.STORAGE_URL?.startsWith('s3:') && !(config.S3_ACCESS_KEY_ID && config.S3_SECRET_ACCESS_KEY))
    throw new StartError(
      'STORAGE_URL is s3: but there are no credentials: set S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY',
    )
  requireMailbox(config)
  if (config.DATABASE_DIRECT_URL && !config.DATABASE_URL)
    throw new StartError('DATABASE_DIRECT_URL is set without DATABASE_URL: set both, or only DATABASE_URL')
  return { ...config, bounds }
}

function requireMailbox({
  MAIL_HOST,
  MAIL_USER,
  MAIL_PASSWORD,
  MAIL_FROM,
  MAIL_TLS,
}: z.infer<typeof settings>) {
  if (!MAIL_HOST) return
  if (!MAIL_USER || !MAIL_PASSWORD)
    throw new StartError('MAIL_HOST is set but there are no credentials: set MAIL_USER and MAIL_PASSWORD')
  if (!MAIL_FROM.length)
    throw new StartError(
      'MAIL_HOST is set but nobody may send: set MAIL_FROM to addresses, domains such as @example.com, or * for everybody',
    )
  if (MAIL_TLS !== 'off' && isIP(MAIL_HOST))
    throw new StartError(
      `MAIL_HOST (${MAIL_HOST}) is a number, and certificates are for names: give the name of the server`,
    )
  if (MAIL_TLS === 'off' && !loopback.includes(MAIL_HOST))
    throw new StartError(
      `MAIL_TLS (off) would send the password to ${MAIL_HOST} in the clear: set MAIL_TLS=on, or starttls`,
    )
}

/** Every loop, queue, upload and foreign call has its bound here, with its reason. */
export const bounds = {
  /** The contract's limit of one document. */
  uploadBytes: 10 * 1024 * 1024,
  /** One request may carry a whole folder, but not a whole archive. */
  uploadFiles: 500,
  requestBytes: 2 * 1024 * 1024 * 1024,
  /** A ZIP may carry a folder too, with its subfolders. */
  zipEntries: 1_000,
  /** Documents hardly shrink; six times an upload is a folder of e-invoices. */
  zipUnpackedBytes: 64 * 1024 * 1024,
  /** An XML of a thousand lines that are all alike shrinks to a hundredth. */
  zipRatio: 200,
  /** Each is an invoice of its own; who has more in one file has a shipment of a tax office, and may part it. */
  invoicesPerFile: 500,
  /** The contract's limit of one batch, and room for as many facturas written at length. */
  batchInvoices: 10_000,
  batchBytes: 8 * 1024 * 1024,
  /** What a large batch is parted into: some milliseconds of work each, between which others get their turn. */
  invoicesAParcel: 1_000,
  /** Stored in one commit: enough that its fixed costs vanish, few enough that nobody waits for long. */
  largeParcelsATurn: 5,
  smallParcelsATurn: 50,
  largeParcel: 100,
  /** Between turns that were not full: small batches then share a commit, and nobody notices the wait. */
  gatherMs: 50,
  /** Each further parcel of a batch lets pass what arrives within this. */
  parcelYieldMs: 250,
  /** Answered with one commit; more that arrive meanwhile are answered with the next. */
  requestsACommit: 64,
  /** For so long at most a commit waits for those who were answered by the last one. */
  crowdMs: 3,
  /** Accepted facturas that wait for their commit; with a database that slow, others are told to come back. */
  waitingFacturas: 500_000,
  /** Of a body with more faults than this, the count says enough. */
  batchFaults: 10_000,
  /** JSON bodies outside batches: the largest honest one is an invoice of a thousand lines. */
  jsonBytes: 1024 * 1024,
  /** Forms of a few fields, also from people who are not signed in. */
  formBytes: 16 * 1024,
  filenameCharacters: 255,
  perPage: 200,
  bulkIds: 10_000,
  /** A page of the inbox: so many rows a browser still shows smoothly. */
  inboxRows: 1_000,
  /** A decision can be undone for as long as it is believed to have been a slip. */
  undoMinutes: 10,
  /** More than any invoice has; a longer file is a book. */
  pages: 2_000,
  /** The largest telephones take as many. A picture says how many it has before any of them is decoded. */
  pixels: 100_000_000,
  /** What one stream of a PDF may unpack to, images aside: no page is drawn with a tenth of it. */
  streamBytes: 64 * 1024 * 1024,
  /** A page that takes longer than this is not worth the thread it holds. */
  pageMs: 60_000,
  /** A picture of a page, or a part of it read again, that somebody waits for. */
  pictureMs: 20_000,
  /** A whole document, all its pages and waits included. */
  readMs: 15 * 60_000,
  /** What waits for a thread beyond this is told to come back later. */
  waitingPages: 256,
  /** A thread that has nothing to do for so long gives its memory back; to start another takes a third of a second. */
  threadIdleMs: 60_000,
  /** How much the process may grow for each thread that reads; a page of a hundred megapixels takes half of it. */
  threadBytes: 1024 ** 3,
  /** Tesseract leaks a little with each page: after so many a thread is replaced by a fresh one. */
  pagesPerThread: 200,
  /** One question, all its attempts and waits included; a setting may say otherwise. */
  modelMs: 60_000,
  modelAttempts: 2,
  /** What a model answered serves a document that is read again soon, and no other purpose. */
  modelAnswerDays: 7,
  /** A document's text beyond this is cut before a model or an index sees it. */
  textCharacters: 200_000,
  /** What an issuer's documents need is less; beyond this nothing more is learned of one. */
  rulesPerIssuer: 60,
  /** More issuers than one have their names and tax ids on a page. */
  rulesRecalled: 300,
  rulesListed: 500,
  /** A rule is tried on so many documents: some seconds, and enough to see that it spoils nothing. */
  triedDocuments: 20,
  triedPages: 50,
  /** Captures of one paper are compared line by line; more than these are no receipt. */
  capturedLines: 3_000,
  /** What an export may be about: five times the largest that anybody has asked for. */
  exportDocuments: 500_000,
  /** An archive is packed in pieces: what a killed worker has to do again, some seconds. */
  exportPiece: { documents: 1_000, bytes: 32 * 1024 * 1024, ms: 2_000 },
  /** After so long an export lets another one have its turn. */
  exportTurnMs: 60_000,
  /** How often an export says how far it is, and hears that it was cancelled. */
  exportProgressMs: 1_000,
  /** Documents fetched at once for an archive; each is held in memory. */
  exportReads: 4,
  /** With the pauses between them, most of an hour: so long a source or a store may be away. */
  exportAttempts: 30,
  /** An archive is kept so long. */
  exportDays: 7,
  exportsUnfinished: 10,
  exportSchedules: 20,
  exportFailuresShown: 1_000,
  /** A DocuWare is somebody's archive at work: a few requests at once, and what it answers is never trusted to be small. */
  docuware: {
    atOnce: 4,
    perSecond: 50,
    attempts: 6,
    firstPauseMs: 500,
    longestPauseMs: 120_000,
    requestMs: 60_000,
    fileMs: 10 * 60_000,
    idleMs: 30_000,
    answerBytes: 16 * 1024 * 1024,
    fileBytes: 64 * 1024 * 1024,
    pageDocuments: 200,
    /** Files of one document, cabinets of a server, dialogs of a cabinet, fields of a document. */
    sections: 200,
    cabinets: 2_000,
    fields: 500,
  },
  /** The contract's limit of an answer that is waited for. */
  oneShotMs: 30_000,
  /** What nobody has settled by then, its sender's process did not live to settle. */
  oneShotGraceMs: 5_000,
  /** How soon another process settles it, and how many at once. */
  oneShotSweepMs: 2_000,
  callsPerSweep: 500,
  /** For so long the same document is answered as before. */
  oneShotHours: 24,
  /** Of one photo; twice what fits on one that can be read. More are kept, but not looked for in the other photos. */
  photoLines: 400,
  /** Nobody holds a telephone for longer; the picture is read all the same. */
  captureAnswerMs: 60_000,
  /** A guided capture that nobody has gone on with is forgotten, with its pictures; what it ended as stays. */
  captureHours: 24,
  capturesPerPurge: 1_000,
  queueConnections: 4,
  /** Longer than any query this program sends on purpose. */
  statementMs: 30_000,
  /** With the growing pauses between them, some three minutes: a store or a database may be away that long. */
  jobAttempts: 9,
  /** A document that ended the process this often is not tried again by itself. */
  attemptsInAll: 12,
  jobHeartbeatSeconds: 10,
  /** Moved to where all the indexes are in one commit, which others wait for. */
  settledAtOnce: 500,
  /** How soon a process finds what another one left for it, or left over. */
  sweepMs: 500,
  /** No batch for so long is quiet. */
  quietMs: 2_000,
  /** Beyond so many, invoices are moved also while more come, with a pause after each time. */
  freshInvoices: 1_000_000,
  settlePauseMs: 500,
  /** A watched folder is looked into this often; a file that has not changed for so long is complete. */
  lookMs: 1_000,
  fileStillMs: 3_000,
  filesALook: 500,
  /** A look that found nothing is not worth a write each time. */
  lookRecordedMs: 20_000,
  /** What arrives and ends the process, or breaks something, is set aside then. */
  arrivalAttempts: 5,
  /** The contract's limit of one mail, its attachments encoded as they travel. */
  mailBytes: 40 * 1024 * 1024,
  mailFiles: 200,
  mailsALook: 100,
  /** A mailbox that is new to Folio is read from so far back. */
  firstMailDays: 30,
  mailConnectMs: 10_000,
  mailSilenceMs: 60_000,
  /** The longest pause while a mailbox can't be reached. */
  mailPauseMs: 15 * 60_000,
  eventsHours: 24,
  /** More than these nobody oversees; each costs something with every event. */
  webhooks: 50,
  /** One call, the look-up of its name included, and how much of its answer is kept to be shown. */
  webhookMs: 15_000,
  webhookAnswerBytes: 4_096,
  /** At once to one address, from each process. */
  webhookCallsAtOnce: 4,
  /** One that has only failed for so long is called no more. */
  webhookFailingDays: 5,
  /** After a change of secret both sign for so long. */
  webhookSecretHours: 24,
  webhookLogDays: 30,
  /** Read in one statement for one webhook; a burst is more than one such read. */
  eventsAFanOut: 1_000,
  /** For so long a key counts as used. */
  idempotencyHours: 24,
  keysPerPurge: 50_000,
  auditDays: 90,
  /** What anybody may have: far more than anybody pays for, and exact in every program. */
  credits: 1_000_000_000_000,
  /** Nobody is answered after half a minute: what is still held then is held by who has died. */
  holdMinutes: 10,
  holdSweepMs: 30_000,
  holdsPerSweep: 500,
  /** Who is trusted this far is premium. */
  premiumTrustScore: 80,
  uploadLimitPerHour: 1_000_000,
  windowsPerPurge: 50_000,
  sessionDays: 30,
  /** A session's token is replaced this often; a stolen one is then soon worth nothing. */
  sessionRenewHours: 24,
  /** So long the token before counts beside the new one: requests under way still carry it. */
  sessionOverlapSeconds: 60,
  /** When a session or token was last used is written down this often. */
  lastUsedSeconds: 60,
  signInLinkMinutes: 60,
  invitationDays: 7,
  /** Ten are what guessing at the rate below does not find in a lifetime; a longer one than the most is an attack. */
  passwordCharacters: { least: 10, most: 200 },
  /** Attempts to sign in: by one address at one name, at one name, by one address. */
  signIns: { atNameByAddress: 10, atName: 100, byAddress: 100, windowSeconds: 15 * 60 },
  /** Clocks of those who sign tokens go wrong by less. */
  clockSkewSeconds: 30,
  sessionsListed: 100,
  tokenDays: 366,
  tokensPerAccount: 100,
  socketsPerAccount: 50,
  /** So long after somebody is signed out or disabled, a socket of theirs hears nothing more at the latest. */
  socketTrustMs: 30_000,
  stopMs: 20_000,
  /** What runs when Folio stops may finish within this; then it is handed back, with the pages read by then. */
  drainMs: 5_000,
  /** What pages say without an invoice is kept this long: who deletes by mistake sends the document again soon. */
  orphanHours: 24,
  /** Deleted in one statement, once an hour: a million in a day, and none near the limit of a statement. */
  pagesPerPurge: 50_000,
  /**
   * What is kept of pages that no unfinished invoice needs. Words take some 5 kB a page, pictures some 50: both are
   * enough for a year of two hundred pages a day, and can be had again from the document.
   */
  keptPages: { wordBytes: 1024 ** 3, pictureBytes: 4 * 1024 ** 3, atOnce: 10_000 },
} as const
