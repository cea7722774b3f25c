/** Tells what works in this process, without a way through the database, that there is something to do. */
export interface Bell {
  ring(): void
  /** The next time it rings. One listens. */
  rung(): Promise<void>
}

const bells = new WeakMap<object, Bell>()

/** One for each database, known to all who use it. */
export function bellFor(db: object): Bell {
  const bell = bells.get(db) ?? createBell()
  bells.set(db, bell)
  return bell
}

function createBell(): Bell {
  let next = Promise.withResolvers<void>()
  return {
    ring: () => next.resolve(),
    rung() {
      next = Promise.withResolvers()
      return next.promise
    },
  }
}
