/**
 * How truly fields are found, by source, against the corpus beside the checkout, with the scorer that lies beside it:
 * `bun bench/extraction.ts [--only sroie,scans] [--worst 20] [--json FILE]`. What was read is kept below
 * node_modules/.cache, so that a second run takes seconds.
 */
import { join } from 'node:path'
import { corpus, hasCorpus } from '../src/testing/corpus.ts'

if (!hasCorpus) {
  console.error(`There are no documents to read: ${corpus} is missing.`)
  process.exit(1)
}
const scorer = join(corpus, '../bench/score.mjs')
const extract = [process.execPath, join(import.meta.dirname, 'extract-kept.ts')]
const run = Bun.spawn(['node', scorer, '--corpus', corpus, ...process.argv.slice(2), '--', ...extract], {
  stdio: ['ignore', 'inherit', 'inherit'],
})
process.exit(await run.exited)
