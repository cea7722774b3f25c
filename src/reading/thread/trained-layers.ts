/** What a layer multiplies its inputs with: a row for each output, whose last number is added. */
export interface Weights {
  outputs: number
  /** One more than there are inputs. */
  columns: number
  values: Int8Array
  /** What a row's whole numbers are to be multiplied with. */
  scales: Float32Array
}

/** A layer of the networks that Tesseract is trained as, as far as those for Latin print go. */
export type Layer =
  | { kind: 'input'; height: number }
  /** What lies around each point, that many points to each side. */
  | { kind: 'window'; across: number; down: number }
  | { kind: 'pool'; across: number; down: number }
  | { kind: 'dense'; activation: string; weights: Weights }
  /** An LSTM: its cell, input, forget and output gates see the inputs and then its last outputs. */
  | { kind: 'memory'; lastOnly: boolean; gates: Weights[] }
  | { kind: 'series' | 'backwards' | 'downwards'; layers: Layer[] }

const groups: Record<string, 'series' | 'backwards' | 'downwards'> = {
  Series: 'series',
  RTLReversed: 'backwards',
  XYTranspose: 'downwards',
}
const activations: Record<string, string> = {
  Tanh: 'Tanh',
  Logistic: 'Sigmoid',
  Relu: 'Relu',
  Softmax: 'Softmax',
}
const eachLayerItsRate = 64
const wholeNumbers = 1
const doubles = 128
const gates = 4

export type Cursor = ReturnType<typeof cursorOf>

/** Reads a layer and what is inside it. */
export function readLayer(from: Cursor): Layer {
  if (from.byte() !== 0) throw new Error('The trained data is older than this reader')
  const type = from.text()
  from.skip(2)
  const flags = from.int()
  from.skip(12)
  from.text()
  if (type === 'Input') {
    const [, height = 0] = Array.from({ length: 5 }, () => from.int())
    return { kind: 'input', height }
  }
  if (type === 'Convolve') return { kind: 'window', across: from.int(), down: from.int() }
  if (type === 'Maxpool') return { kind: 'pool', across: from.int(), down: from.int() }
  if (type === 'LSTM' || type === 'SummLSTM') {
    from.skip(4)
    const each = Array.from({ length: gates }, () => readWeights(from))
    return { kind: 'memory', lastOnly: type === 'SummLSTM', gates: each }
  }
  const kind = groups[type]
  if (kind) {
    const layers = Array.from({ length: from.int() }, () => readLayer(from))
    if (flags & eachLayerItsRate) from.skip(4 * from.int())
    return { kind, layers }
  }
  const activation = activations[type]
  if (!activation) throw new Error(`The trained data has a layer this reader does not know: ${type}`)
  return { kind: 'dense', activation, weights: readWeights(from) }
}

function readWeights(from: Cursor): Weights {
  const mode = from.byte()
  if (!(mode & doubles)) throw new Error('The trained data is older than this reader')
  const [outputs, columns] = [from.int(), from.int()]
  if (mode & wholeNumbers) {
    from.skip(1)
    const values = Int8Array.from(from.bytes(outputs * columns))
    const scales = Float64Array.from({ length: from.int() }, () => from.double())
    return { outputs, columns, values, scales: Float32Array.from(scales.subarray(0, outputs)) }
  }
  from.skip(8)
  const exact = Float64Array.from({ length: outputs * columns }, () => from.double())
  const scales = Float32Array.from({ length: outputs }, (_, row) => {
    const values = exact.subarray(row * columns, (row + 1) * columns)
    return values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-9) / 127
  })
  const values = Int8Array.from(exact, (value, i) => Math.round(value / scales[Math.floor(i / columns)]!))
  return { outputs, columns, values, scales }
}

/** Reads on from where it stands; past the end is an error. */
export function cursorOf(bytes: Uint8Array) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const skip = (size: number) => {
    at += size
    return at - size
  }
  const int = () => view.getInt32(skip(4), true)
  const some = (size: number) => {
    const from = skip(size)
    if (size < 0 || at > bytes.length) throw new RangeError('The trained data is cut short')
    return bytes.subarray(from, at)
  }
  return {
    skip,
    int,
    byte: () => view.getUint8(skip(1)),
    long: () => Number(view.getBigInt64(skip(8), true)),
    double: () => view.getFloat64(skip(8), true),
    bytes: some,
    text: () => new TextDecoder().decode(some(int())),
  }
}
