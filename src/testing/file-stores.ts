import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppError } from '../errors.ts'
import { createDiskFiles } from '../files/disk.ts'
import { createS3Files } from '../files/s3.ts'
import { startS3Server } from './s3-server.ts'

export const storeKinds = ['disk', 's3'] as const
type StoreKind = (typeof storeKinds)[number]

/** Both stores, each to be opened here or, by the code given, in a process of its own. */
export async function makeStores() {
  const directory = await mkdtemp(join(tmpdir(), 'folio-files-'))
  const server = await startS3Server()
  const code = (create: string, module: string, given: unknown) =>
    `import { ${create} } from '${join(import.meta.dir, '../files', module)}'
     const files = await ${create}(${JSON.stringify(given)})\n`

  return {
    server,
    of(kind: StoreKind, folder = join(directory, kind)) {
      if (kind === 'disk')
        return {
          asideIn: join(folder, 'incoming'),
          open: () => createDiskFiles(folder),
          code: code('createDiskFiles', 'disk.ts', folder),
        }
      const settings = { ...server.settings, prefix: 'some/where', stagingDir: folder }
      return {
        asideIn: folder,
        open: () => createS3Files(settings),
        code: code('createS3Files', 's3.ts', settings),
      }
    },
    async close() {
      await server.stop()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

export async function* pieces(bytes: Uint8Array, size = 10_000) {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

export async function collect(stream: ReadableStream<Uint8Array>) {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The code of what was refused; any other fault fails the test. */
export async function codeOf(work: Promise<unknown>) {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (reason) => reason,
  )
  if (!(error instanceof AppError)) throw error
  return error.code
}
