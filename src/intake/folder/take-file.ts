import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { bounds } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { AppError } from '../../errors.ts'
import type { Arrival, ArrivalEntry } from '../arrivals.table.ts'
import { type ArrivedFile, beginArrival, forgetArrival, gaveUp, receiveArrival } from '../receive-arrival.ts'
import { safeFilename } from '../safe-filename.ts'
import type { Place } from '../watched-places.ts'
import { identityOf, type WaitingFile } from './list-waiting.ts'
import { putAside } from './put-aside.ts'

type TakeDeps = Pick<Deps, 'db' | 'transact' | 'files' | 'config' | 'log'>

/** Takes in one file of the folder and puts it aside; one that this was begun with before is only put aside. */
export async function takeFile(deps: TakeDeps, place: Place, file: WaitingFile) {
  const filename = safeFilename(Buffer.from(file.name, 'latin1').toString('utf8'))
  const { identity, sizeBytes } = file
  const arrival = await beginArrival(deps.db, place, { identity, sizeBytes, name: filename })
  const settled = arrival.outcome === 'begun' ? await receive(deps, arrival, { ...file, filename }) : arrival
  if (!settled) return
  const { outcome, entries } = settled
  const to = outcome === 'refused' || outcome === 'nothing' ? 'failed' : 'done'
  await putAside(place.name, file, to, entries.flatMap(sayingOf))
  const refused = entries.filter((entry) => 'code' in entry)
  deps.log.info('file taken', {
    arrival_id: settled.id,
    outcome,
    invoices: entries.length - refused.length,
    refused: refused.map(({ code }) => code),
  })
}

const sayingOf = (entry: ArrivalEntry) =>
  'code' in entry
    ? [{ es: `${entry.filename}: ${entry.message.es}`, en: `${entry.filename}: ${entry.message.en}` }]
    : []

/** Undefined where it has changed or gone: then it is looked at anew. */
async function receive(
  deps: TakeDeps,
  arrival: Arrival,
  file: WaitingFile & { filename: string },
): Promise<Arrival | undefined> {
  let arrived: ArrivedFile | undefined
  try {
    arrived = await stage(deps, arrival, file)
    if (arrived) return await receiveArrival(deps, arrival, { files: [arrived] })
    await forgetArrival(deps.db, arrival)
  } catch (error) {
    // the store is away: that is no fault of the file
    if (error instanceof AppError && error.kind === 'unavailable') await forgetArrival(deps.db, arrival)
    throw error
  } finally {
    await arrived?.staged?.discard()
  }
}

async function stage(
  { files }: TakeDeps,
  { attempts }: Arrival,
  { path, identity, isLink, filename }: WaitingFile & { filename: string },
): Promise<ArrivedFile | undefined> {
  if (isLink) return { filename, failure: notAFile() }
  if (attempts > bounds.arrivalAttempts) return { filename, failure: gaveUp() }
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    try {
      const isSame = async () => identityOf(await handle.stat({ bigint: true })) === identity
      if (!(await isSame())) return undefined
      const staged = await files.stage(handle.createReadStream({ autoClose: false }), bounds.uploadBytes)
      if (staged.sizeBytes > 0 && (await isSame())) return { filename, staged }
      await staged.discard()
      return staged.sizeBytes > 0 ? undefined : { filename, failure: empty() }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof AppError && error.kind !== 'unavailable') return { filename, failure: error }
    const { code = '' } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ELOOP') return undefined
    if (['EACCES', 'EPERM', 'EIO'].includes(code)) return { filename, failure: unreadable(code) }
    throw error
  }
}

const notAFile = () =>
  new AppError(
    'unsupported',
    {
      es: 'Es un enlace a otro lugar, y Folio no los sigue: pon aquí el archivo mismo.',
      en: 'It is a link to another place, and Folio follows none: put the file itself here.',
    },
    { code: 'NOT_A_FILE' },
  )

const empty = () =>
  new AppError('invalid', { es: 'El archivo está vacío.', en: 'The file is empty.' }, { code: 'EMPTY_FILE' })

const unreadable = (code: string) =>
  new AppError(
    'unsupported',
    {
      es: `Folio no puede leer el archivo (${code}): cambia sus permisos y devuélvelo a la carpeta.`,
      en: `Folio can’t read the file (${code}): change its permissions and put it back.`,
    },
    { code: 'UNREADABLE' },
  )
