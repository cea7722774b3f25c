import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'

/**
 * The text of a JSON body. It is UTF-8, whole, and no larger than the bound, also unpacked: what is not is refused
 * before it is read any further.
 */
export async function readBody(request: Request, most: number = bounds.batchBytes): Promise<string> {
  const { headers } = request
  requireJson(headers.get('content-type') ?? '')
  const unpack = unpackerFor(headers.get('content-encoding'))
  if (Number(headers.get('content-length') ?? 0) > most) throw tooLarge(most)
  const bytes = await unpack(
    headers.has('content-length') ? await allOf(request) : await upTo(request, most),
    most,
  )
  try {
    return utf8.decode(bytes)
  } catch {
    throw notUtf8()
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

/** A parameter in quotes, as the standard also allows, names the same charset. */
function requireJson(type: string) {
  const [name = '', ...parameters] = type
    .toLowerCase()
    .split(';')
    .map((part) => part.trim())
  if (name !== 'application/json' && !name.endsWith('+json')) throw notJson()
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))
  if (charset && !/^charset="?(utf-?8|us-ascii)"?$/.test(charset)) throw notUtf8()
}

type Unpack = (bytes: Uint8Array, most: number) => Promise<Uint8Array>

function unpackerFor(encoding: string | null): Unpack {
  const name = encoding?.trim().toLowerCase() || 'identity'
  if (name === 'identity') return async (bytes) => bytes
  if (name === 'gzip' || name === 'x-gzip') return unzipped
  throw new AppError(
    'unsupported',
    {
      es: 'El cuerpo puede venir sin comprimir o con «Content-Encoding: gzip».',
      en: 'The body may come plain, or with ‘Content-Encoding: gzip’.',
    },
    { code: 'UNSUPPORTED_ENCODING' },
  )
}

async function unzipped(bytes: Uint8Array, most: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: most })
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(most)
    throw new AppError(
      'malformed',
      { es: 'El cuerpo no es gzip válido.', en: 'The body is not valid gzip.' },
      { code: 'MALFORMED_GZIP' },
    )
  }
}

/** Of a known length, which was looked at before. */
const allOf = async (request: Request) => new Uint8Array(await request.arrayBuffer().catch(brokenOff))

async function upTo(request: Request, most: number): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let length = 0
  const body: AsyncIterable<Uint8Array> = request.body ?? new ReadableStream({ start: (it) => it.close() })
  try {
    for await (const piece of body) {
      length += piece.length
      if (length > most) throw tooLarge(most)
      pieces.push(piece)
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    brokenOff()
  }
  return Buffer.concat(pieces, length)
}

function brokenOff(): never {
  throw new AppError(
    'malformed',
    { es: 'El cuerpo llegó incompleto.', en: 'The body arrived incomplete.' },
    { code: 'INCOMPLETE_BODY' },
  )
}

const megabytes = (bytes: number) => Math.floor(bytes / 1024 / 1024)

const tooLarge = (most: number) =>
  new AppError(
    'too-large',
    {
      es: `El cuerpo no puede pasar de ${megabytes(most)} MB: reparte las facturas en varios lotes.`,
      en: `The body must not exceed ${megabytes(most)} MB: share the invoices out among several batches.`,
    },
    { code: 'BODY_TOO_LARGE' },
  )

const notJson = () =>
  new AppError('unsupported', {
    es: 'El cuerpo debe ser JSON, con «Content-Type: application/json».',
    en: 'The body must be JSON, with ‘Content-Type: application/json’.',
  })

const notUtf8 = () =>
  new AppError(
    'malformed',
    { es: 'El cuerpo debe ser texto en UTF-8.', en: 'The body must be text in UTF-8.' },
    { code: 'NOT_UTF8' },
  )
