/**
 * Works on some things ahead of who takes the results, in the order of the things. What was begun is handed out also once
 * `enough` says that nothing more need be begun.
 */
export async function* fetchAhead<T, R>(
  things: T[],
  ahead: number,
  work: (thing: T) => Promise<R>,
  enough: () => boolean,
) {
  const begun: Promise<R>[] = []
  for (const thing of things) {
    if (enough()) break
    const result = work(thing)
    // it is heard of when its turn comes, if that comes
    result.catch(() => {})
    begun.push(result)
    if (begun.length >= ahead) yield await begun.shift()!
  }
  while (begun.length) yield await begun.shift()!
}
