import { expect, test } from 'bun:test'
import { archiveName } from './archive-name.ts'

const named = (name: string, { total = 3, position = 1, documentId = '7', taken = new Set<string>() } = {}) =>
  archiveName({ total }, { position, documentId }, { name, folder: 'documents' }, taken)

test('no name leads out of the archive, or is what some system stumbles over', () => {
  const hostile = [
    '../../etc/passwd',
    'C:\\temp\\x.pdf',
    '/abs.pdf',
    'a\u0000b\u202egpj.exe',
    '<>:"|?*.pdf',
    '..',
    ' . ',
  ]
  for (const name of hostile) expect(named(name)).toMatch(/^documents\/7-[^<>:"/\\|?*\u0000-\u001f\u202e]*$/)
  expect(named('../../etc/passwd')).toBe('documents/7-.._.._etc_passwd')
  expect(named('x', { documentId: '../9' })).toBe('documents/.._9-x')
  expect(named('fin. ')).toBe('documents/7-fin')
})

test('a long name keeps its ending, and no letter is torn', () => {
  const long = named(`${'ñ😀'.repeat(200)}.pdf`)
  expect(long).toEndWith('.pdf')
  expect(long.length).toBeLessThanOrEqual('documents/'.length + 120)
  expect(long.isWellFormed()).toBe(true)
})

test('files of one document that are called alike are told apart, however they are written', () => {
  const taken = new Set<string>()
  expect(['a.pdf', 'A.PDF', 'a.pdf'].map((name) => named(name, { taken }))).toEqual([
    'documents/7-a.pdf',
    'documents/7-A-2.PDF',
    'documents/7-a-3.pdf',
  ])
})

test('many documents are parted into folders', () => {
  expect(named('a.pdf', { total: 5_000, position: 1_000 })).toBe('documents/0001/7-a.pdf')
  expect(named('a.pdf', { total: 5_000, position: 1_001 })).toBe('documents/0002/7-a.pdf')
})
