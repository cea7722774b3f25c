/** How far the work may run ahead of what has been given out: a slow first file does not stop the others. */
const ahead = 16

/** Works on many things at once, and gives the results in the order of the things. */
export async function* inOrder<T, R>(things: Iterable<T>, atOnce: number, work: (thing: T) => Promise<R>) {
  const started: Promise<R>[] = []
  const running = new Set<Promise<unknown>>()
  for (const thing of things) {
    if (running.size >= atOnce) await Promise.race(running)
    const result = work(thing)
    const settled: Promise<unknown> = result.then(
      () => running.delete(settled),
      () => running.delete(settled),
    )
    running.add(settled)
    started.push(result)
    while (started.length > atOnce * ahead || (started[0] && (await isSettled(started[0]))))
      yield await started.shift()!
  }
  while (started.length) yield await started.shift()!
}

async function isSettled(promise: Promise<unknown>) {
  const not = {}
  return (await Promise.race([promise, Promise.resolve(not)]).catch(() => undefined)) !== not
}
