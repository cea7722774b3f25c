/** Signs that poor print makes alike; one is read for another. */
const groups = [
  'mnhw',
  'il1!j|t',
  'o0qdcgu',
  's58',
  'b83rhe',
  'ecf',
  'uvy',
  'pfr',
  '4a',
  'z27',
  'g96',
  'kx',
  'mr',
  '&8',
]
const alike = new Set(groups.flatMap((group) => [...group].flatMap((a) => [...group].map((b) => a + b))))

/** Where two words of one length differ, if in one sign only. */
export function onlyDifference(a: string, b: string): number | null {
  if (a.length !== b.length) return null
  let found: number | null = null
  for (let i = 0; i < a.length; i++) {
    if (a[i] === b[i]) continue
    if (found !== null) return null
    found = i
  }
  return found
}

/** Both differ in one sign, and poor print takes it for the other's. */
export function isMisread(a: string, b: string): boolean {
  const at = onlyDifference(a, b)
  return at !== null && alike.has(a[at]! + b[at]!)
}
