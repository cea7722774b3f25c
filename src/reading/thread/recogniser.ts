import { model, readAlphabet } from './models.ts'
import type { Still } from './still.ts'

export const recogniserHeight = 48
const widthStep = 32
/** The network tells one class for so many columns. */
const columnsPerClass = 8

export interface Letter {
  text: string
  confidence: number
  /** The middle of the letter, in the line's pixels. */
  x: number
}

let classes: { index: number; text: string }[] | undefined

/** The letters of one straightened line, without accents that Chinese has no use for and with few blanks. */
export async function readLetters(line: Still): Promise<Letter[]> {
  classes ??= latinClasses()
  const recognise = await model('recogniser')
  const width = Math.ceil(line.width / widthStep) * widthStep
  const { data, dims } = await recognise({ data: normalised(line, width), dims: [1, 3, line.height, width] })
  const [, steps = 0, count = 0] = dims
  const letters: Letter[] = []
  let last = 0
  for (let step = 0; step < steps; step++) {
    const { text, index, sure } = likeliest(data, step * count, classes)
    const x = (step + 0.5) * columnsPerClass
    if (index && index !== last && x < line.width) letters.push({ text, confidence: sure, x })
    last = index
  }
  return letters
}

/** Of all classes only those of Latin print may win; blank, the first, between them. */
function likeliest(data: Float32Array, offset: number, among: { index: number; text: string }[]) {
  let best = among[0]!
  let sure = -1
  for (const one of among) {
    const value = data[offset + one.index]!
    if (value <= sure) continue
    best = one
    sure = value
  }
  return { ...best, sure }
}

function latinClasses() {
  const alphabet = readAlphabet().filter((letter) => letter !== '')
  const latin = alphabet.flatMap((text, i) =>
    /^[\u0021-\u007e\u00a1-\u017f€£¥°]$/u.test(text) ? { index: i + 1, text } : [],
  )
  return [{ index: 0, text: '' }, ...latin, { index: alphabet.length + 1, text: ' ' }]
}

function normalised({ data, width, height }: Still, padded: number) {
  const input = new Float32Array(3 * height * padded)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const value = data[y * width + x]! / 127.5 - 1
      for (let channel = 0; channel < 3; channel++) input[(channel * height + y) * padded + x] = value
    }
  return input
}
