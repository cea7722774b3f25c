import { expect, test } from 'bun:test'
import { numberInSeries } from './number-in-series.ts'

test.each([
  ['F26', '014', '-', 'F26-014'],
  ['A', '1057', '', 'A1057'],
  ['FA', 'FA000130', '', 'FA000130'],
  ['1', '123', '-', '1-123'],
  [null, '123', '-', '123'],
  ['B', null, '', 'B'],
  [null, null, '', null],
])('series %s and number %s make one', (series, number, joint, whole) =>
  expect(numberInSeries(series, number, joint)).toBe(whole),
)
