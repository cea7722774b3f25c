import type { FieldName, Provenance } from '../invoices/invoice-data.ts'
import { type Curve, curves } from './calibration.ts'

/**
 * What a finder believes becomes how often such a belief was right: `bench/calibrate.ts` measures that on real documents,
 * for each field and for printed and recognised text apart. A field whose truth nobody knows there, such as the customer,
 * is not believed more than its finder does.
 */
export function calibrated(name: FieldName, provenance: Provenance): Provenance {
  const { source, confidence } = provenance
  if (source !== 'text' && source !== 'ocr') return provenance
  const own = curves[`${name} ${source}`]
  const right = own
    ? along(own, confidence)
    : Math.min(confidence, along(curves[`any ${source}`]!, confidence))
  return { ...provenance, confidence: Math.round(right * 100) / 100 }
}

/** Between two knots on the straight line, beyond them as at the last. */
export function along(curve: Curve, belief: number): number {
  const above = curve.findIndex(([knot]) => knot >= belief)
  if (above === 0) return curve[0]![1]
  if (above < 0) return curve.at(-1)![1]
  const [[x0, y0], [x1, y1]] = [curve[above - 1]!, curve[above]!]
  return y0 + ((belief - x0) / (x1 - x0)) * (y1 - y0)
}
