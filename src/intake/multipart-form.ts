import { Readable, type Writable } from 'node:stream'
import { Busboy } from '@fastify/busboy'
import { bounds } from '../config.ts'
import { AppError } from '../errors.ts'

/** A form has a handful of plain fields, each a word or a small JSON text. */
const plainFields = 100
const plainFieldBytes = 64 * 1024
/** Real parts have three headers; a name takes most of the bytes. */
const partHeaders = 20
const partHeaderBytes = 8 * 1024

export interface FilePart {
  field: string
  filename: string
  declaredType: string
  content: Readable
}

/**
 * Opens a multipart form: its file parts in order, each to be read or drained before the next arrives, and its
 * plain fields as they come: the first of each name, and all of them. Leaving the loop over the parts lets go of the request.
 */
export function openForm(request: Request, fields: string[], maxParts: number) {
  const values = new Map<string, string>()
  const lists = new Map<string, string[]>()
  const contents = new Set<Readable>()
  const form = formParser(request, fields, maxParts)
  const reader = request.body!.getReader()
  const abort = () => parts.destroy(brokenForm(request.signal.reason))
  const parts = new Readable({
    objectMode: true,
    read() {},
    destroy(fault, done) {
      request.signal.removeEventListener('abort', abort)
      for (const content of contents) content.destroy(fault ?? undefined)
      reader.cancel().catch(() => {})
      done(fault)
    },
  })
  parts.on('error', () => {})
  request.signal.addEventListener('abort', abort)

  form.on('file', (field, content, filename, _encoding, declaredType) => {
    contents.add(content)
    content.on('error', () => {}).on('close', () => contents.delete(content))
    if (!field || !fields.includes(field)) content.resume()
    else parts.push({ field, content, filename: filename ?? '', declaredType } satisfies FilePart)
  })
  form.on('field', (name, value, _nameCut, valueCut) => {
    if (valueCut) parts.destroy(formTooLarge())
    else if (name) {
      if (!values.has(name)) values.set(name, value)
      lists.set(name, [...(lists.get(name) ?? []), value])
    }
  })
  for (const limit of ['partsLimit', 'fieldsLimit'] as const)
    form.on(limit, () => parts.destroy(formTooLarge()))
  form.on('error', (error) => parts.destroy(brokenForm(error)))
  form.on('finish', () => parts.push(null))
  feed(reader, form).catch((error) => parts.destroy(error instanceof AppError ? error : brokenForm(error)))
  return { parts: parts as AsyncIterable<FilePart>, values, lists, faultOf: () => parts.errored }
}

function formParser(request: Request, fields: string[], maxParts: number) {
  const contentType = request.headers.get('content-type') ?? ''
  if (!request.body || !/^multipart\/form-data\s*;/i.test(contentType)) throw notAForm()
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      preservePath: true,
      isPartAFile: (field, type, filename) =>
        filename !== undefined ||
        type === 'application/octet-stream' ||
        (fields.includes(field ?? '') && type !== 'text/plain'),
      limits: {
        parts: maxParts,
        fields: plainFields,
        fieldSize: plainFieldBytes,
        headerPairs: partHeaders,
        headerSize: partHeaderBytes,
      },
    })
  } catch (error) {
    throw notAForm(error)
  }
}

/** One chunk at a time: the next is read when the parts have taken this one in. */
async function feed(reader: ReadableStreamDefaultReader<Uint8Array>, form: Writable) {
  let received = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    received += value.length
    if (received > bounds.requestBytes) throw formTooLarge()
    await new Promise<void>((resolve, reject) =>
      form.write(value, (error) => (error ? reject(error) : resolve())),
    )
  }
  form.end()
}

const notAForm = (cause?: unknown) =>
  new AppError(
    'malformed',
    {
      es: 'Envía los archivos como formulario multipart/form-data.',
      en: 'Send the files as a multipart/form-data form.',
    },
    { code: 'MULTIPART_EXPECTED', cause },
  )

const brokenForm = (cause?: unknown) =>
  new AppError(
    'malformed',
    {
      es: 'El formulario llegó incompleto o dañado. Vuelve a enviarlo.',
      en: 'The form arrived incomplete or damaged. Send it again.',
    },
    { code: 'MULTIPART_BROKEN', cause },
  )

const formTooLarge = () =>
  new AppError(
    'too-large',
    {
      es: 'El formulario es demasiado grande. Envíalo en varias partes.',
      en: 'The form is too large. Send it in several parts.',
    },
    { code: 'FORM_TOO_LARGE' },
  )
