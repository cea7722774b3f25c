import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '../config.ts'
import { StartError } from '../errors.ts'
import { createDiskFiles } from './disk.ts'
import type { Files } from './files.ts'
import { createS3Files } from './s3.ts'
import { errnoOf } from './storage-faults.ts'

type Settings = Pick<
  Config,
  | 'DATA_DIR'
  | 'STORAGE_URL'
  | 'S3_ENDPOINT'
  | 'S3_REGION'
  | 'S3_ACCESS_KEY_ID'
  | 'S3_SECRET_ACCESS_KEY'
  | 'S3_SESSION_TOKEN'
>

/** Opens the store that STORAGE_URL names; without one, documents live under DATA_DIR. */
export async function openFiles(config: Settings): Promise<Files> {
  const url = config.STORAGE_URL ? new URL(config.STORAGE_URL) : undefined
  if (!url) return openFolder('DATA_DIR', join(config.DATA_DIR, 'files'))
  if (url.protocol === 'file:') return openFolder('STORAGE_URL', folderOf(url))
  if (!url.hostname || !config.S3_ACCESS_KEY_ID || !config.S3_SECRET_ACCESS_KEY)
    throw new StartError('STORAGE_URL names no bucket, or there are no credentials: give s3://bucket/prefix')
  return createS3Files({
    bucket: url.hostname,
    prefix: decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, ''),
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION,
    credentials: {
      accessKeyId: config.S3_ACCESS_KEY_ID,
      secretAccessKey: config.S3_SECRET_ACCESS_KEY,
      sessionToken: config.S3_SESSION_TOKEN,
    },
    stagingDir: join(config.DATA_DIR, 'incoming'),
  })
}

const openFolder = (setting: string, folder: string) =>
  createDiskFiles(folder).catch((error) => {
    throw new StartError(
      `${setting} (${folder}) takes no documents (${errnoOf(error.cause) ?? error}): make it writable with room to spare, or set ${setting} elsewhere`,
      73,
    )
  })

function folderOf(url: URL) {
  try {
    return fileURLToPath(url)
  } catch {
    throw new StartError(`STORAGE_URL ("${url}") is not a folder on this machine: give file:///path`)
  }
}
