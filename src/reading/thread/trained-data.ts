import { cursorOf, type Layer, readLayer } from './trained-layers.ts'

/** What Tesseract learned of a language: a network that reads lines, and the letter each of its classes means. */
export interface TrainedData {
  net: Layer
  letters: { index: number; text: string }[]
  /** The class between letters. */
  blank: number
}

/** The places of what is needed among the parts of a file. */
const parts = { net: 17, letters: 21, classes: 22 }
const lengthOfEnding = 2 * 4

/** Reads a file of trained data, as the networks of Tesseract 4 and 5 are told; others are an error. */
export function readTrainedData(bytes: Uint8Array): TrainedData {
  const partOf = partsOf(bytes)
  const from = cursorOf(partOf(parts.net))
  const net = readLayer(from)
  from.text()
  from.skip(lengthOfEnding + 4)
  const blank = from.int()
  const names = lettersOf(partOf(parts.letters))
  const letters = classesOf(partOf(parts.classes)).flatMap((index, letter) =>
    index === blank ? [] : [{ index, text: letter === 0 ? ' ' : names[letter]! }],
  )
  return { net, letters, blank }
}

function partsOf(bytes: Uint8Array) {
  const from = cursorOf(bytes)
  const starts = Array.from({ length: from.int() }, () => from.long())
  return (part: number) => {
    const start = starts[part] ?? -1
    if (start < 0) throw new Error('The trained data has no network')
    return bytes.subarray(start, Math.min(bytes.length, ...starts.filter((other) => other > start)))
  }
}

/** A line for each letter after their number, the letter before the first blank. */
function lettersOf(part: Uint8Array) {
  const [count = '', ...lines] = new TextDecoder().decode(part).split('\n')
  return lines.slice(0, Number(count)).map((line) => line.split(' ')[0]!)
}

/** The class of each letter; only scripts of many thousand letters spell one with several. */
function classesOf(part: Uint8Array) {
  const from = cursorOf(part)
  return Array.from({ length: from.int() }, () => {
    from.skip(1)
    const [index = -1, ...more] = Array.from({ length: from.int() }, () => from.int())
    if (more.length) throw new Error('The trained data is for a script this reader does not know')
    return index
  })
}
