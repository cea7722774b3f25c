const segment = '[a-z0-9][a-z0-9._-]*'
const pattern = new RegExp(`^${segment}(/${segment})*$`)
const characters = 512
const segmentCharacters = 200

/** The key as it came, or a fault of this program: keys are never made of what a stranger typed. */
export function checkedKey(key: string) {
  const sound =
    key.length <= characters &&
    pattern.test(key) &&
    key.split('/').every((part) => part.length <= segmentCharacters) &&
    key !== 'incoming' &&
    !key.startsWith('incoming/')
  if (!sound) throw new TypeError(`Not a key for a stored file: ${JSON.stringify(key.slice(0, 100))}`)
  return key
}
