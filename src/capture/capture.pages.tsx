import { type Context, Hono } from 'hono'
import { CapturePage, CaptureStartPage } from '../../views/capture/capture-page.tsx'
import type { Deps } from '../deps.ts'
import { AppError } from '../errors.ts'
import { readPictureForm } from '../intake/read-picture-form.ts'
import { lastEventId } from '../live/last-event.ts'
import { statusOfKind } from '../web/answer-error.tsx'
import { languageFor, type SignedIn } from '../web/context.ts'
import { uprightKey } from './capture-files.ts'
import { findSession, listAttempts, listOpenSessions, noSuchSession } from './find-session.ts'
import { findJoined } from './joined-picture.ts'
import { addPicture, beginSession } from './take-picture.ts'

/** More than these nobody left unfinished on purpose. */
const mostOpen = 5

/** A telephone's way in: photo by photo, until all of a document is known. */
export const capturePages = (deps: Deps) =>
  new Hono<SignedIn>()
    .get('/capture', (c) => showStart(deps, c))
    .post('/capture', (c) =>
      orSay(
        async () => {
          const { sessionId } = await beginSession(deps, c.var.account, await photoOf(deps, c))
          return c.redirect(`/capture/${sessionId}`, 303)
        },
        (problem) => showStart(deps, c, problem),
      ),
    )
    .get('/capture/:id', (c) => showSession(deps, c, c.req.param('id')))
    .post('/capture/:id', (c) => {
      const id = c.req.param('id')
      return orSay(
        async () => {
          await addPicture(deps, c.var.account, id, { ...(await photoOf(deps, c)), asked: [] })
          return c.redirect(`/capture/${id}`, 303)
        },
        (problem) => showSession(deps, c, id, problem),
      )
    })
    .get('/capture/:id/joined.jpg', async (c) => {
      const session = await findSession(deps.db, c.var.account, c.req.param('id'))
      const { jpeg } = await findJoined(deps, session.id)
      return c.body(jpeg, 200, { 'Content-Type': 'image/jpeg', 'Cache-Control': 'private, no-cache' })
    })
    .get('/capture/:id/:attempt{[1-5]\\.webp}', async (c) => {
      const session = await findSession(deps.db, c.var.account, c.req.param('id'))
      const attempts = await listAttempts(deps.db, session.id)
      const shot = attempts.find(({ attempt }) => attempt === Number.parseInt(c.req.param('attempt'), 10))
      if (!shot || shot.recipe === null) throw noSuchSession()
      const picture = await deps.files.read(uprightKey(session.id, shot.picture))
      // what was photographed does not change any more
      return c.body(picture, 200, {
        'Content-Type': 'image/webp',
        'Cache-Control': 'private, max-age=86400, immutable',
      })
    })

async function photoOf({ files }: Deps, c: Context<SignedIn>) {
  const { picture } = await readPictureForm(c.req.raw, files)
  if (picture) return picture
  throw new AppError(
    'malformed',
    { es: 'Elige primero una foto.', en: 'Choose a photo first.' },
    { code: 'IMAGE_MISSING' },
  )
}

type Page = Response | Promise<Response>

/** What a person can mend is said on the page they are on. */
async function orSay(act: () => Promise<Response>, show: (problem: AppError) => Page): Promise<Response> {
  try {
    return await act()
  } catch (error) {
    const mendable = ['malformed', 'too-many', 'conflict', 'unavailable']
    if (error instanceof AppError && mendable.includes(error.kind)) return show(error)
    throw error
  }
}

async function showStart({ db }: Deps, c: Context<SignedIn>, problem?: AppError) {
  const { account } = c.var
  const language = languageFor(c)
  const since = await lastEventId(db)
  const page = (
    <CaptureStartPage
      language={language}
      account={account}
      since={since}
      open={await listOpenSessions(db, account, mostOpen)}
      problem={problem?.text[language]}
    />
  )
  return c.html(page, problem ? statusOfKind(problem.kind) : 200)
}

async function showSession({ db }: Deps, c: Context<SignedIn>, id: string, problem?: AppError) {
  const { account } = c.var
  const language = languageFor(c)
  const since = await lastEventId(db)
  const session = await findSession(db, account, id)
  const page = (
    <CapturePage
      language={language}
      account={account}
      since={since}
      session={session}
      attempts={await listAttempts(db, session.id)}
      problem={problem?.text[language]}
    />
  )
  return c.html(page, problem ? statusOfKind(problem.kind) : 200)
}
