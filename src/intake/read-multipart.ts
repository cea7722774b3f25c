import { AppError } from '../errors.ts'
import type { Files, Staged } from '../files/files.ts'
import { type FilePart, openForm } from './multipart-form.ts'

interface Options {
  files: Pick<Files, 'stage'>
  maxFiles: number
  maxFileBytes: number
  /** The names files may come under; what comes under another is passed over. */
  fields?: string[]
}

/** One file of a form: either staged, to be kept or discarded by whoever reads the form, or the reason why not. */
export type ReceivedFile = {
  field: string
  /** As the sender wrote it: see `safeFilename`. */
  filename: string
  declaredType: string
} & ({ staged: Staged; failure?: undefined } | { staged?: undefined; failure: AppError })

/**
 * Reads a form of uploads, each file as it arrives. A file that can't be taken in does not fail the others; a
 * form that breaks off fails whole, and everything staged from it is discarded. The plain fields are all in
 * `values` once the files have been gone through, and in `lists` where a name may come more than once.
 */
export function readUploads(request: Request, options: Options) {
  const { files, maxFiles, maxFileBytes, fields = ['files', 'file', 'image'] } = options
  const { parts, values, lists, faultOf } = openForm(request, fields, maxFiles * 2 + 100)

  async function* uploads(): AsyncGenerator<ReceivedFile> {
    const staged: Staged[] = []
    let count = 0
    try {
      for await (const part of parts) {
        const { content, ...facts } = part
        const outcome = ++count > maxFiles ? tooMany(maxFiles) : await take(files, part, maxFileBytes)
        // Unread, it would hold up the rest of the form.
        content.resume()
        const fault = faultOf()
        if (!(outcome instanceof AppError) && outcome) staged.push(outcome)
        if (fault) throw fault
        if (outcome instanceof AppError) yield { ...facts, failure: outcome }
        else if (outcome) yield { ...facts, staged: outcome }
      }
    } catch (error) {
      await Promise.allSettled(staged.map((file) => file.discard()))
      // leaving the loop breaks the form off too: that is no cause
      const fault = faultOf()
      throw fault instanceof AppError ? fault : error
    }
  }
  return {
    uploads: uploads(),
    values: values as ReadonlyMap<string, string>,
    lists: lists as ReadonlyMap<string, string[]>,
  }
}

/** Undefined for the empty part a browser sends when no file was chosen. */
async function take(files: Pick<Files, 'stage'>, { content, filename }: FilePart, maxBytes: number) {
  try {
    const staged = await files.stage(content.iterator({ destroyOnReturn: false }), maxBytes)
    if (staged.sizeBytes > 0) return staged
    await staged.discard()
    return filename === '' ? undefined : emptyFile()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
}

const emptyFile = () =>
  new AppError('invalid', { es: 'El archivo está vacío.', en: 'The file is empty.' }, { code: 'EMPTY_FILE' })

const tooMany = (maxFiles: number) =>
  new AppError(
    'too-large',
    {
      es: `Se admiten como máximo ${maxFiles} archivos por envío.`,
      en: `At most ${maxFiles} files are accepted at once.`,
    },
    { code: 'TOO_MANY_FILES' },
  )
