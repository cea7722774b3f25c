import type { Line } from '../text-lines.ts'
import { type Cell, cellsOfPage, stacksOf } from './cells.ts'
import { type Heading, headingsOf, membersOf } from './headings.ts'
import type { Party } from './party-labels.ts'

/** A page as parties are looked for on it: its cells, what stands under what, and whose block each is in. */
export interface PartyPage {
  cells: Cell[]
  under: Map<Cell, Cell>
  headings: Heading[]
  members: Map<Cell, Party>
}

export function partyPageOf(lines: Line[]): PartyPage {
  const cells = cellsOfPage(lines)
  const headings = headingsOf(cells)
  return { cells, headings, under: stacksOf(cells), members: membersOf(cells, headings) }
}
