import { readdir, readFile } from 'node:fs/promises'
import { corpus, inCorpus } from '../src/testing/corpus.ts'

/** What is known of one document of the corpus. */
export interface TrueFields {
  source: string
  path: string
  fields: Record<string, unknown>
  accept?: Record<string, unknown>
  weak?: string[]
}

export async function listTrueFields(only: (source: string) => boolean): Promise<TrueFields[]> {
  const sources = (await readdir(corpus)).filter(only)
  const lists = await Promise.all(
    sources.map(async (source) => {
      const text = await readFile(inCorpus(`${source}/truth.jsonl`), 'utf8').catch(() => '')
      const records = text.split('\n').filter(Boolean)
      return records.map((line) => {
        const { file, ...rest } = JSON.parse(line)
        return { source, path: inCorpus(`${source}/${file}`), ...rest } as TrueFields
      })
    }),
  )
  return lists.flat()
}

/** As the scorer beside the corpus has it; nothing where the truth is silent or poor. */
export function isRight({ fields, accept, weak }: TrueFields, name: string, value: unknown) {
  const want = fields[name]
  if (want === undefined || want === null || want === '' || weak?.includes(name)) return undefined
  return [want, accept?.[name] ?? []].flat().some((each) => same(name, each, value))
}

function same(name: string, want: unknown, got: unknown) {
  if (['total', 'tax', 'subtotal'].includes(name)) return Math.abs(Number(want) - Number(got)) < 0.005
  if (name === 'date') return String(got).slice(0, 10) === String(want).slice(0, 10)
  return plain(want) === plain(got)
}

const plain = (value: unknown) =>
  String(value ?? '')
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
