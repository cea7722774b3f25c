import type { Line } from '../text-lines.ts'
import type { Entry } from './listed.ts'

interface Neighbours {
  above: Entry | null
  below: Entry | null
  /** The list begins with a price: its names stand below their prices. */
  isNamedBelow: boolean
  isTable: boolean
}

const middle = ({ box }: Line) => (box[1] + box[3]) / 2

/** A line without a price belongs to the nearest priced one that has no name of its own, else to the one above. */
export function ownerOf({ line }: Entry, { above, below, isNamedBelow, isTable }: Neighbours): Entry | null {
  const reach = 3 * (line.box[3] - line.box[1])
  const away = (entry: Entry | null) =>
    entry?.line.page === line.page ? Math.abs(middle(entry.line) - middle(line)) : Number.POSITIVE_INFINITY
  const [up, down] = [away(above), away(below)]
  const wants = (entry: Entry | null, distance: number) => entry !== null && !entry.name && distance <= reach
  if (wants(below, down) && wants(above, up)) {
    const isBetween = Math.abs(up - down) <= 0.25 * Math.max(up, down)
    return (isBetween ? isNamedBelow : up < down) ? above : below
  }
  if (wants(below, down) && !(up < 0.7 * down && isTable)) return below
  if (wants(above, up) && (isTable || isNamedBelow)) return above
  return isTable && up !== Number.POSITIVE_INFINITY ? above : null
}
