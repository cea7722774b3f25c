import { expect, test } from 'bun:test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sweepNames } from '../jobs.ts'
import { keptApart } from './kept-apart.ts'
import type { Handlers } from './queue.ts'
import { queues } from './queues.ts'

const work = async () => {}
const handlers = {
  jobs: Object.fromEntries(Object.keys(queues).map((name) => [name, work])),
  sweeps: sweepNames.map((name) => ({ name, everyMs: 1, run: work })),
} as unknown as Handlers
const all = [...Object.keys(queues), ...sweepNames]

function namesOf(...wishes: string[]) {
  const { jobs, sweeps } = keptApart(handlers, wishes, sweepNames)
  return [...Object.keys(jobs), ...sweeps.map(({ name }) => name)]
}

test('a process does everything, what is named, or everything else', () => {
  expect(namesOf()).toEqual(all)
  expect(namesOf('read-document', 'batches')).toEqual(['read-document', 'batches'])
  expect(namesOf('-read-document', '-webhooks')).toEqual(
    all.filter((name) => !['read-document', 'webhooks'].includes(name)),
  )
})

test('a name that means nothing stops the start', () => {
  expect(() => namesOf('read-documents')).toThrow(
    /^QUEUES \(read-documents\) is no work there is: name some of/,
  )
  expect(() => namesOf('-everything')).toThrow(/^QUEUES/)
})

test('the README names all that can be kept apart', async () => {
  const readme = await readFile(join(import.meta.dirname, '../../README.md'), 'utf8')
  expect(all.filter((name) => !readme.includes(`\`${name}\``))).toEqual([])
})
