import { expect, test } from 'bun:test'
import { mendedTrades } from './trade-words.ts'

const mended = (text: string, confidence = 1) =>
  mendedTrades(text.split(' ').map((word) => ({ text: word, box: [0, 0, 1, 1], confidence }))).join(' ')

test.each([
  ['MERANTI RESTAURAHT', 1, 'MERANTI RESTAURANT'],
  ['MERANTI STAT IONERY', 1, 'MERANTI STATIONERY'],
  ['Meranti 8akery', 0.9, '8akery'],
  ['Meranti Supermarkel', 0.9, 'Meranti Supermarket'],
  ['(MERANTI TRADIMG)', 1, '(MERANTI TRADING)'],
  ['MERANTI NART', 0.9, 'MERANTI MART'],
  ['MERANTI INIT1AL', 0.9, 'MERANTI INITIAL'],
  ['MERANTI 7ELEVEN', 0.9, 'MERANTI 7ELEVEN'],
  ['MERANTI 5IMPANG', 1, 'MERANTI 5IMPANG'],
  ['MERANTI HART', 1, 'MERANTI HART'],
  ['MERANTI PAINTING', 0.5, 'MERANTI PAINTING'],
])('%s, trusted %d, is %s', (read, trust, printed) => expect(mended(read, trust)).toContain(printed))
