import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { joinedKey, uprightKey } from './capture-files.ts'
import type { AttemptWithPage } from './captures.table.ts'
import { listAttempts, listAttemptsWithPages } from './find-session.ts'
import { joinPages, type Shot } from './join-pages.ts'
import { joinPictures, jpegQuality } from './join-pictures.ts'

type JoiningDeps = Pick<Deps, 'db' | 'files'>

/** The session's pictures as one, and what that saved. */
export interface JoinedPicture {
  jpeg: Uint8Array<ArrayBuffer>
  /** How many pictures it was made of. */
  pictures: number
  quality: number
  /** What share of the bytes that came in is not needed any more; less than nothing where it is larger than they were. */
  saved: number
}

/** Joins the pictures of a session that have been read, or finds them joined already. */
export async function findJoined(deps: JoiningDeps, sessionId: string): Promise<JoinedPicture> {
  const read = (await listAttempts(deps.db, sessionId)).filter(({ recipe }) => recipe !== null)
  const last = read.at(-1)
  if (!last) throw nothingToJoin()
  const kept = await deps.files.read(joinedKey(sessionId, last.attempt)).catch(unlessMissing)
  const jpeg = kept ?? (await keepJoined(deps, await listAttemptsWithPages(deps.db, sessionId)))
  const came = read.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return { jpeg, pictures: read.length, quality: jpegQuality, saved: 1 - jpeg.length / came }
}

/** One at a time in each process: each takes a core for a second, and as much memory as its pictures. */
let turn: Promise<unknown> = Promise.resolve()

/** Joins the pictures, and keeps them joined. */
export function keepJoined({ files }: Pick<Deps, 'files'>, attempts: AttemptWithPage[]) {
  const joining = turn.then(async () => {
    const pictures = new Map<number, Uint8Array>()
    const shots: Shot[] = []
    let key = ''
    for (const { sessionId, attempt, picture, page } of attempts) {
      if (!page) continue
      pictures.set(attempt, await files.read(uprightKey(sessionId, picture)))
      shots.push({ attempt, page })
      key = joinedKey(sessionId, attempt)
    }
    const jpeg = new Uint8Array(await joinPictures(joinPages(shots), pictures))
    await files.put(key, jpeg)
    return jpeg
  })
  turn = joining.catch(() => {})
  return joining
}

function unlessMissing(error: unknown) {
  if (error instanceof AppError && error.kind === 'not-found') return undefined
  throw error
}

const nothingToJoin = () =>
  new AppError(
    'malformed',
    {
      es: 'Todavía no hay ninguna foto leída en esta sesión.',
      en: 'No photo of this session has been read yet.',
    },
    { code: 'NO_PICTURES' },
  )
