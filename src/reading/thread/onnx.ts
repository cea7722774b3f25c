import type { InferenceSession } from 'onnxruntime-node'
import { setForNativeCode } from '../c-library.ts'
import { natively } from './native-gate.ts'

export interface Values {
  data: Float32Array
  dims: readonly number[]
}
export type Net = (input: Values) => Promise<Values>

const options: InferenceSession.SessionOptions = {
  // A thread is one core's worth of work.
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // Pages differ in size, and a pattern kept for each is memory never given back.
  enableMemPattern: false,
  logSeverityLevel: 3,
}

/** Opens a network with one input and one output, from a file or out of memory. */
export async function openNet(model: string | Uint8Array): Promise<Net> {
  return natively(async () => {
    // The library would keep a record of its use in the home folder.
    setForNativeCode('ORT_DISABLE_TELEMETRY', '1')
    const { InferenceSession, Tensor } = await import('onnxruntime-node')
    const session = await (typeof model === 'string'
      ? InferenceSession.create(model, options)
      : InferenceSession.create(model, options))
    const [input, output] = [session.inputNames[0]!, session.outputNames[0]!]
    return ({ data, dims }) =>
      natively(async () => {
        const results = await session.run({ [input]: new Tensor('float32', data, dims) })
        const result = results[output]!
        return { data: result.data as Float32Array, dims: result.dims }
      })
  })
}
