import { createGraph, type Graph, microsoft } from './onnx-file.ts'
import type { Layer, Weights } from './trained-layers.ts'

/** What flows from layer to layer: a picture (1, channels, height, width), and then a line (columns, 1, channels). */
interface Flow {
  name: string
  channels: number
  isLine: boolean
  window?: { across: number; down: number }
}
type Direction = 'forward' | 'reverse'

/**
 * A network that Tesseract was trained as, as onnxruntime reads it: a line of gray pixels, -1 to 1, becomes how
 * likely each class is in each of its columns. Its whole numbers stay whole, which the processor is quickest at.
 */
export function lineNet(net: Layer): { file: Uint8Array; height: number; columnsPerStep: number } {
  const graph = createGraph()
  const layers = flat(net)
  const height = layers.find((layer) => layer.kind === 'input')?.height
  if (!height) throw new Error('The trained data takes lines of any height')
  const input = { name: 'line', sides: [1, 1, height, 'width'] }
  let flow: Flow = { name: input.name, channels: 1, isLine: false }
  let columnsPerStep = 1
  for (const layer of layers) {
    flow = through(graph, layer, flow)
    if (layer.kind === 'pool') columnsPerStep *= layer.across
  }
  return { file: graph.file(input, flow.name), height, columnsPerStep }
}

const flat = (layer: Layer): Layer[] => (layer.kind === 'series' ? layer.layers.flatMap(flat) : [layer])

function through(graph: Graph, layer: Layer, flow: Flow): Flow {
  if (layer.kind === 'input') return flow
  if (layer.kind === 'window') return { ...flow, window: layer }
  if (layer.kind === 'pool') {
    const sides = [layer.down, layer.across]
    return { ...flow, name: graph.add('MaxPool', [flow.name], { kernel_shape: sides, strides: sides }) }
  }
  if (layer.kind === 'dense') return dense(graph, layer, flow)
  if (layer.kind === 'memory' && flow.isLine && !layer.lastOnly)
    return remembering(graph, layer.gates, flow, 'forward')
  const [inner] = layer.kind === 'memory' ? [] : flat({ ...layer, kind: 'series' })
  if (inner?.kind === 'memory' && layer.kind === 'backwards' && flow.isLine && !inner.lastOnly)
    return remembering(graph, inner.gates, flow, 'reverse')
  if (inner?.kind === 'memory' && layer.kind === 'downwards' && !flow.isLine && inner.lastOnly)
    return downwards(graph, inner.gates, flow)
  throw new Error(`The trained data has its layers in an order this reader does not know: ${layer.kind}`)
}

function dense(
  graph: Graph,
  { activation, weights }: Extract<Layer, { kind: 'dense' }>,
  { name, window, isLine, channels }: Flow,
): Flow {
  if (isLine ? window : !window || channels > 1)
    throw new Error('The trained data has a layer in a place this reader does not know')
  const sums = window ? convolved(graph, name, weights, window) : multiplied(graph, name, weights)
  return { name: graph.add(activation, [sums]), channels: weights.outputs, isLine }
}

/** A window is read column by column, a kernel row by row. */
function convolved(graph: Graph, name: string, weights: Weights, { across, down }: Flow['window'] & {}) {
  const [wide, high] = [2 * across + 1, 2 * down + 1]
  const kernel = new Float32Array(weights.outputs * wide * high)
  for (let output = 0; output < weights.outputs; output++)
    for (let x = 0; x < wide; x++)
      for (let y = 0; y < high; y++)
        kernel[(output * high + y) * wide + x] = weightOf(weights, output, x * high + y)
  const inputs = [
    graph.constant([weights.outputs, 1, high, wide], kernel),
    graph.constant([weights.outputs], added(weights)),
  ]
  return graph.add('Conv', [name, ...inputs], {
    kernel_shape: [high, wide],
    pads: [down, across, down, across],
  })
}

function multiplied(graph: Graph, name: string, weights: Weights) {
  const { outputs, columns } = weights
  const values = new Float32Array((columns - 1) * outputs)
  for (let input = 0; input < columns - 1; input++)
    for (let output = 0; output < outputs; output++)
      values[input * outputs + output] = weightOf(weights, output, input)
  const products = graph.add('MatMul', [name, graph.constant([columns - 1, outputs], values)])
  return graph.add('Add', [products, graph.constant([outputs], added(weights))])
}

/** Each column is read from top to bottom, and what is known at its foot is all of it that goes on. */
function downwards(graph: Graph, gates: Weights[], { name, channels }: Flow): Flow {
  const rows = graph.add('Transpose', [name], { perm: [2, 3, 0, 1] })
  const sides = graph.constant([3], BigInt64Array.of(0n, -1n, BigInt(channels)))
  const read = memory(graph, gates, graph.add('Reshape', [rows, sides]), 'forward', 2)
  return {
    name: graph.add('Transpose', [read], { perm: [1, 0, 2] }),
    channels: gates[0]!.outputs,
    isLine: true,
  }
}

function remembering(graph: Graph, gates: Weights[], { name }: Flow, direction: Direction): Flow {
  const read = memory(graph, gates, name, direction, 1)
  const axis = graph.constant([1], BigInt64Array.of(1n))
  return { name: graph.add('Squeeze', [read, axis]), channels: gates[0]!.outputs, isLine: true }
}

/** The first output of the operator is of every step, the second of the last one. */
function memory(graph: Graph, gates: Weights[], name: string, direction: Direction, outputs: number) {
  const [cell, input, forget, output] = gates as [Weights, Weights, Weights, Weights]
  const inOrder = [input, output, forget, cell]
  const size = cell.outputs
  const inputs = cell.columns - 1 - size
  const columns = size * inOrder.length
  const [fromInputs, fromItself] = [new Int8Array(inputs * columns), new Int8Array(size * columns)]
  for (const [gate, { values, columns: width }] of inOrder.entries())
    for (let row = 0; row < size; row++)
      for (let i = 0; i < inputs + size; i++) {
        const place = i < inputs ? fromInputs : fromItself
        place[(i < inputs ? i : i - inputs) * columns + gate * size + row] = values[row * width + i]!
      }
  const biases = new Float32Array(2 * columns)
  for (const [i, gate] of inOrder.entries()) biases.set(added(gate), i * size)
  const scales = graph.constant([1, columns], Float32Array.from(inOrder.flatMap((gate) => [...gate.scales])))
  const zeros = graph.constant([1, columns], new Int8Array(columns))
  return graph.add(
    'DynamicQuantizeLSTM',
    [
      name,
      graph.constant([1, inputs, columns], fromInputs),
      graph.constant([1, size, columns], fromItself),
      graph.constant([1, 2 * columns], biases),
      // Neither lengths nor first states nor peepholes.
      ...['', '', '', ''],
      ...[scales, zeros, scales, zeros],
    ],
    { hidden_size: size, direction },
    { outputs, domain: microsoft },
  )
}

const weightOf = ({ values, columns, scales }: Weights, output: number, input: number) =>
  values[output * columns + input]! * scales[output]!

const added = (weights: Weights) =>
  Float32Array.from({ length: weights.outputs }, (_, output) =>
    weightOf(weights, output, weights.columns - 1),
  )
