import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'
import type { Files } from '../files/files.ts'
import type { ContentType } from '../invoices/content-types.ts'
import { readUploads } from './read-multipart.ts'
import { sniff } from './sniff.ts'

export interface Picture {
  bytes: Uint8Array<ArrayBuffer>
  contentType: ContentType
}

/** What cameras and telephones make. */
const kinds: (ContentType | undefined)[] = ['image/jpeg', 'image/png', 'image/webp', 'image/heic']

/**
 * A form with one picture, if it has one: of a kind that cameras make, whole, and small enough to be looked at. What
 * comes after the first picture is passed over.
 */
export async function readPictureForm(request: Request, files: Pick<Files, 'stage'>) {
  const fields = ['image', 'file']
  const { uploads, values, lists } = readUploads(request, {
    files,
    // a form may offer two ways to choose one, and a browser sends both
    maxFiles: 4,
    maxFileBytes: bounds.uploadBytes,
    fields,
  })
  let picture: Picture | undefined
  let fault: AppError | undefined
  for await (const { staged, failure } of uploads) {
    if (staged && !picture && !fault) {
      const contentType = sniff(staged.head)
      if (contentType && kinds.includes(contentType)) picture = { bytes: await staged.read(), contentType }
      else fault = notAPicture()
    }
    await staged?.discard()
    if (failure && !picture) fault ??= badPicture(failure.text)
  }
  if (fault) throw fault
  if (picture) await requireWhole(picture)
  return { picture, values, lists }
}

/** Decoded small, beside this thread: half a picture must not use up an attempt. */
async function requireWhole({ bytes, contentType }: Picture) {
  const { default: sharp } = await import('sharp')
  const image = sharp(bytes, { limitInputPixels: bounds.pixels, failOn: 'truncated' })
  try {
    // Only the reader's threads can decode what iPhones make.
    if (contentType === 'image/heic') await image.metadata()
    else await image.resize(64).raw().toBuffer()
  } catch (error) {
    throw badPicture(
      {
        es: 'Imagen inválida: está dañada o es demasiado grande. Toma la foto de nuevo.',
        en: 'Invalid picture: it is damaged or too large. Take it again.',
      },
      error,
    )
  }
}

const badPicture = (text: AppError['text'], cause?: unknown) =>
  new AppError('malformed', text, { code: 'INVALID_IMAGE', cause })

const notAPicture = () =>
  badPicture({
    es: 'Imagen inválida: envía una foto en JPEG, PNG, WebP o HEIC.',
    en: 'Invalid picture: send a photo as JPEG, PNG, WebP or HEIC.',
  })
