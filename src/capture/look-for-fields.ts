import type { FieldName, InvoiceData, Provenances } from '../invoices/invoice-data.ts'
import type { ReadDocument } from '../invoices/words.ts'
import { fillIn, type Reading } from './fill-in.ts'
import { type JoinedPage, joinPages, ownPlace, type Shot } from './join-pages.ts'
import { knownOf, missingOf, type RequiredField } from './required-fields.ts'

interface Circumstances {
  signal: AbortSignal
  today: string
  pictureOf: (page: number) => Promise<Uint8Array<ArrayBuffer>>
  /** What a model is asked, and what it is told is known; null: none is asked. */
  focus: { names: FieldName[]; known?: Partial<InvoiceData> } | null
}

/** As everywhere: pages in, fields with their proof out. */
export type Extract = (
  document: ReadDocument,
  circumstances: Circumstances,
) => Promise<Reading & { model?: { tokensIn: number; tokensOut: number } }>

interface Look {
  shots: Shot[]
  attempt: number
  /** What whoever took the picture had in mind. */
  asked: RequiredField[]
  pictureOf: (attempt: number) => Promise<Uint8Array<ArrayBuffer>>
}

/**
 * What is known once the last picture was looked at, together with the others and then by itself; and with guesses, for a
 * person who checks them.
 */
export async function lookForFields(
  extract: Extract,
  known: Reading,
  { shots, attempt, asked, pictureOf }: Look,
  signal: AbortSignal,
) {
  const today = new Date().toISOString().slice(0, 10)
  const joined = joinPages(shots)
  const mine = joined.find(({ attempts }) => attempts.includes(attempt))!
  const overlaps = mine.attempts.length > 1
  const missing = missingOf(known.data)
  const wanted = missing.filter((name) => asked.includes(name))
  const together = await extract(
    { pages: joined.map(({ page }, at) => ({ ...page, page: at + 1 })), files: [] },
    {
      signal,
      today,
      // of pictures that overlap the last one, taken for what is missing
      pictureOf: (page) => pictureOf(joined[page - 1] === mine ? attempt : joined[page - 1]!.attempts[0]!),
      focus: {
        names: wanted.length ? wanted : missing,
        ...(shots.length > 1 && { known: knownOf(known.data) }),
      },
    },
  )
  const found = placed(together, joined)
  const filled = fillIn(known, found, { continues: overlaps })
  const tokensUsed = (together.model?.tokensIn ?? 0) + (together.model?.tokensOut ?? 0)
  if (shots.length === 1 || !missingOf(filled.data).length)
    return { ...filled, tokensUsed, guessed: fillIn(filled, found, { guesses: true }) }

  // by itself, for its lines may be joined to worse photos of them, and what those say of a field may stand in its way
  const last = joinPages(shots.slice(-1))
  const closer = await extract(
    { pages: last.map(({ page }) => page), files: [] },
    { signal, today, pictureOf: () => pictureOf(attempt), focus: null },
  )
  const more = fillIn(filled, placed(closer, last))
  return {
    ...more,
    gained: [...filled.gained, ...more.gained],
    tokensUsed,
    guessed: fillIn(more, found, { guesses: true }),
  }
}

/** Proofs on joined pages, as proofs on the pictures that show them. */
function placed({ data, fields }: Reading, joined: JoinedPage[]): Reading {
  const own: Provenances = {}
  for (const [name, proof] of Object.entries(fields) as [FieldName, Provenances[FieldName]][]) {
    const page = joined[(proof!.page ?? 0) - 1]
    if (!page || !proof!.box) own[name] = proof
    else {
      const { attempt, box } = ownPlace(page, proof!.box)
      own[name] = { ...proof!, page: attempt, box }
    }
  }
  return { data, fields: own }
}
