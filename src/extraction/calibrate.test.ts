import { expect, test } from 'bun:test'
import type { Provenance } from '../invoices/invoice-data.ts'
import { calibrated } from './calibrate.ts'

const said = (more: Partial<Provenance>): Provenance => ({
  value: 'x',
  confidence: 0.85,
  source: 'text',
  page: 1,
  box: null,
  ...more,
})

test('a field that was measured is believed as often as it was right', () => {
  expect(calibrated('total', said({ confidence: 0.97 })).confidence).toBeGreaterThan(0.95)
  expect(calibrated('invoice_number', said({})).confidence).toBeGreaterThan(0.85)
})

test('a field that nobody measured is not believed more than its finder does', () => {
  expect(calibrated('customer_name', said({})).confidence).toBe(0.85)
  expect(calibrated('customer_name', said({ source: 'ocr', confidence: 0.6 })).confidence).toBe(0.6)
})

test('what a program wrote for programs is as certain as it was', () => {
  for (const source of ['einvoice', 'qr', 'human'] as const)
    expect(calibrated('customer_name', said({ source, confidence: 0.99 })).confidence).toBe(0.99)
})
