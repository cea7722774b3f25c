import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { plugin } from 'bun'

/**
 * Loaded before Folio by a test: the first process of a data directory reads with threads that hang, and gives a page
 * a second; the next one is as ever.
 */
const mark = `${process.env.DATA_DIR}-has-hung`
const changes: [file: RegExp, from: string, to: string][] = [
  [/src\/config\.ts$/, 'pageMs: 60_000', 'pageMs: 1_000'],
  [/src\/reading\/thread\.ts$/, './thread/main.ts', './make-hanging-thread.ts'],
]

if (!existsSync(mark)) {
  writeFileSync(mark, '')
  for (const [filter, from, to] of changes)
    plugin({
      name: to,
      setup: (build) =>
        void build.onLoad({ filter }, ({ path }) => ({
          contents: readFileSync(path, 'utf8').replace(from, to),
          loader: 'ts',
        })),
    })
}
