import { expect, test } from 'bun:test'
import { hasShape, shapeOf } from './shape.ts'

test('numbers of one series have one shape', () => {
  expect(shapeOf('F-2025/014')).toBe('A-9/9')
  expect(shapeOf('FAC-2026/1')).toBe('A-9/9')
  expect(shapeOf('001-003-000012345')).toBe('9-9-9')
  expect(shapeOf('B8X7K2-11')).toBe('X-9')
  expect(hasShape('INV 2026 7', shapeOf('INV 2025 0001'))).toBe(true)
})

test('what looks otherwise is no number of that series', () => {
  expect(hasShape('2025/014', 'A-9/9')).toBe(false)
  expect(hasShape('05/04/2025', '9-9-9')).toBe(false)
  expect(hasShape('ZQ11-5', 'X-9')).toBe(true)
  expect(hasShape('Fecha-5', 'X-9')).toBe(false)
})
