import type { Files } from '../files/files.ts'

const folder = (sessionId: string) => `captures/${sessionId}`

/** The picture as it came. */
export const originalKey = (sessionId: string, picture: string) => `${folder(sessionId)}/${picture}`
/** The same, upright as it was read. */
export const uprightKey = (sessionId: string, picture: string) => `${folder(sessionId)}/${picture}.webp`
/** The first so many pictures of a session, joined. */
export const joinedKey = (sessionId: string, attempts: number) =>
  `${folder(sessionId)}/joined-${attempts}.jpg`

/** Everything that a session keeps in the store. */
export async function removeCaptureFiles(
  files: Pick<Files, 'remove'>,
  sessionId: string,
  attempts: { attempt: number; picture: string }[],
) {
  for (const { attempt, picture } of attempts)
    for (const key of [
      originalKey(sessionId, picture),
      uprightKey(sessionId, picture),
      joinedKey(sessionId, attempt),
    ])
      await files.remove(key)
}
