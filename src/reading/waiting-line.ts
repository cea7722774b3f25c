/** Who waits for a thread: in turn by document, so that a short one is not stuck behind a long one. */
interface WaitingLine<T> {
  readonly length: number
  readonly urgentLength: number
  add(document: number, item: T): void
  /** In front of all: somebody looks at the screen. */
  addUrgent(item: T): void
  take(): T | undefined
  remove(item: T): boolean
  clear(): T[]
}

export function createWaitingLine<T>(): WaitingLine<T> {
  const urgent: T[] = []
  const turns = new Map<number, T[]>()
  let length = 0
  const line: WaitingLine<T> = {
    get length() {
      return length
    },
    get urgentLength() {
      return urgent.length
    },
    add(document, item) {
      const turn = turns.get(document)
      if (turn) turn.push(item)
      else turns.set(document, [item])
      length += 1
    },
    addUrgent(item) {
      urgent.push(item)
      length += 1
    },
    take() {
      if (!length) return
      length -= 1
      if (urgent.length) return urgent.shift()
      const [document, turn] = turns.entries().next().value!
      const item = turn.shift()!
      turns.delete(document)
      if (turn.length) turns.set(document, turn)
      return item
    },
    remove(item) {
      for (const waiting of [urgent, ...turns.values()]) {
        const place = waiting.indexOf(item)
        if (place < 0) continue
        waiting.splice(place, 1)
        length -= 1
        for (const [document, turn] of turns) if (!turn.length) turns.delete(document)
        return true
      }
      return false
    },
    clear: () => {
      const all: T[] = []
      for (let item = line.take(); item !== undefined; item = line.take()) all.push(item)
      return all
    },
  }
  return line
}
