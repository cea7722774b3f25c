import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Real documents beside the checkout, where there are any; they are not the project's to keep. */
export const corpus = join(import.meta.dirname, '../../../shared/corpus')
export const hasCorpus = existsSync(corpus)
export const inCorpus = (path: string) => join(corpus, path)
