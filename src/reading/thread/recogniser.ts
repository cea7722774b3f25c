import { type Alphabet, type Letter, lettersOf } from './letters.ts'
import { model, readAlphabet } from './models.ts'
import type { Still } from './still.ts'

export const recogniserHeight = 48
const widthStep = 32
const pixelsPerStep = 8

let latin: Alphabet | undefined

/** The letters of one straightened line, without accents that Chinese has no use for and with few blanks. */
export async function readLetters(line: Still): Promise<Letter[]> {
  latin ??= latinAlphabet()
  const recognise = await model('recogniser')
  const width = Math.ceil(line.width / widthStep) * widthStep
  const seen = await recognise({ data: normalised(line, width), dims: [1, 3, line.height, width] })
  return lettersOf(seen, latin, pixelsPerStep).filter(({ x }) => x < line.width)
}

/** Whether it can see a letter at all. */
export const isKnown = (text: string) => {
  latin ??= latinAlphabet()
  return latin.letters.some((letter) => letter.text === text)
}

/** Of all its letters only those of Latin print may be seen. */
function latinAlphabet(): Alphabet {
  const alphabet = readAlphabet().filter((letter) => letter !== '')
  const letters = alphabet.flatMap((text, i) =>
    /^[\u0021-\u007e\u00a1-\u017f€£¥°]$/u.test(text) ? { index: i + 1, text } : [],
  )
  return { letters: [...letters, { index: alphabet.length + 1, text: ' ' }], blank: 0 }
}

function normalised({ data, width, height }: Still, padded: number) {
  const size = height * padded
  const input = new Float32Array(3 * size)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) input[y * padded + x] = data[y * width + x]! / 127.5 - 1
  input.copyWithin(size, 0, size)
  input.copyWithin(2 * size, 0, size)
  return input
}
