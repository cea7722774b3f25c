/** What a node is told besides its inputs. */
type Attribute = number | string | readonly number[]
type Numbers = Float32Array | Int8Array | BigInt64Array

/** A network as it is put together, in the file format of ONNX: as much of it as is needed here. */
export interface Graph {
  /** Adds a step and tells the name of its last output. */
  add(step: string, inputs: string[], how?: Record<string, Attribute>, more?: Partial<Step>): string
  constant(sides: number[], values: Numbers): string
  /** The file, for a network of one input and one output. */
  file(input: { name: string; sides: (number | string)[] }, output: string): Uint8Array
}
interface Step {
  outputs: number
  domain: string
}

/** What onnxruntime adds to the standard's own operators. */
export const microsoft = 'com.microsoft'
const versions = { file: 8, standard: 17, microsoft: 1 }
const floats = 1

export function createGraph(): Graph {
  const steps: Uint8Array[] = []
  const constants: Uint8Array[] = []
  let names = 0
  return {
    add(step, inputs, how = {}, { outputs = 1, domain = '' } = {}) {
      const made = Array.from({ length: outputs }, () => `${step}${names++}`)
      steps.push(
        part(1, [
          ...inputs.map((input) => text(1, input)),
          ...made.map((output) => text(2, output)),
          text(4, step),
          ...Object.entries(how).map(([name, value]) => part(5, [text(1, name), ...told(value)])),
          text(7, domain),
        ]),
      )
      return made.at(-1)!
    },
    constant(sides, values) {
      const name = `constant${names++}`
      const { buffer, byteOffset, byteLength } = values
      const raw = new Uint8Array(buffer, byteOffset, byteLength)
      constants.push(
        part(5, [
          ...sides.map((side) => number(1, side)),
          number(2, kindOf(values)),
          text(8, name),
          part(9, [raw]),
        ]),
      )
      return name
    },
    file: (input, output) =>
      Buffer.concat([
        number(1, versions.file),
        part(8, [text(1, ''), number(2, versions.standard)]),
        part(8, [text(1, microsoft), number(2, versions.microsoft)]),
        part(7, [
          ...steps,
          text(2, 'graph'),
          ...constants,
          part(11, [
            text(1, input.name),
            part(2, [part(1, [number(1, floats), part(2, sidesOf(input.sides))])]),
          ]),
          part(12, [text(1, output), part(2, [part(1, [number(1, floats)])])]),
        ]),
      ]),
  }
}

const kindOf = (values: Numbers) =>
  values instanceof Float32Array ? floats : values instanceof Int8Array ? 3 : 7

const sidesOf = (sides: (number | string)[]) =>
  sides.map((side) => part(1, [typeof side === 'number' ? number(1, side) : text(2, side)]))

function told(value: Attribute) {
  if (typeof value === 'number') return [number(3, value), number(20, 2)]
  if (typeof value === 'string') return [text(4, value), number(20, 3)]
  return [...value.map((each) => number(8, each)), number(20, 7)]
}

/** Protocol buffers: every field is its number and kind, then a number or so many bytes. */
const number = (field: number, value: number) => Buffer.concat([varint(field << 3), varint(value)])
const text = (field: number, value: string) => part(field, [Buffer.from(value)])
function part(field: number, parts: Uint8Array[]) {
  const length = parts.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return Buffer.concat([varint((field << 3) | 2), varint(length), ...parts])
}

function varint(value: number) {
  const bytes: number[] = []
  let left = value
  for (; left > 127; left >>>= 7) bytes.push((left & 127) | 128)
  return Uint8Array.of(...bytes, left)
}
