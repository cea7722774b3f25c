import { expect, test } from 'bun:test'
import { pairUp } from './pair-up.ts'

/** XMLs as `path` or `path number number`, PDFs as paths; the pairs as `xml + pdf`. */
function pairs(xmls: string[], pdfs: string[]) {
  const numbered = xmls.map((xml) => {
    const [path = '', ...numbers] = xml.split(' ')
    return { path, numbers }
  })
  const found = pairUp(
    numbered,
    pdfs.map((path) => ({ path })),
  )
  return [...found].map(([xml, pdf]) => `${xml.path} + ${pdf.path}`)
}

test('files of the same name belong together, in their folder first', () => {
  expect(pairs(['a/F1.xml', 'b/f1.xml'], ['b/F1.PDF', 'a/F1.pdf'])).toEqual([
    'a/F1.xml + a/F1.pdf',
    'b/f1.xml + b/F1.PDF',
  ])
  expect(pairs(['xml/F1.xml', 'xml/F2.xml'], ['pdf/F2.pdf', 'pdf/F1.xml.pdf', 'pdf/F3.pdf'])).toEqual(
    ['xml/F2.xml + pdf/F2.pdf', 'xml/F1.xml + pdf/F1.xml.pdf'].sort(),
  )
})

test('a number or a key in the name of a PDF tells whose it is, written in groups or not', () => {
  expect(
    pairs(['1.xml f001123', '2.xml f001124'], ['Factura F001-123.pdf', 'Factura F001-124 (copia).pdf']),
  ).toEqual(['1.xml + Factura F001-123.pdf', '2.xml + Factura F001-124 (copia).pdf'])
  const uuid = 'AD662D33-6934-459C-A128-BDF0393F0F44'
  const plain = uuid.replaceAll('-', '').toLowerCase()
  expect(pairs([`x.xml ${plain}`, 'y.xml'], [`${uuid}.pdf`, 'z.pdf'])).toEqual([`x.xml + ${uuid}.pdf`])
})

test('a part of a number, and a number that two have, tells nothing', () => {
  expect(pairs(['1.xml 123', '2.xml 456'], ['1234.pdf', '3456.pdf'])).toEqual([])
  expect(pairs(['1.xml 123', '2.xml 123'], ['123.pdf', 'b.pdf'])).toEqual([])
  expect(pairs(['1.xml 123', '2.xml 456'], ['F 123.pdf', 'Anexo 123.pdf'])).toEqual([])
})

test('the only ones of a folder, or of all, belong together; of more, none do', () => {
  expect(pairs(['a/x.xml', 'b/x2.xml'], ['a/repr.pdf', 'b/otra.pdf'])).toEqual([
    'a/x.xml + a/repr.pdf',
    'b/x2.xml + b/otra.pdf',
  ])
  expect(pairs(['xml/x.xml'], ['pdf/y.pdf'])).toEqual(['xml/x.xml + pdf/y.pdf'])
  expect(pairs(['x.xml'], ['y.pdf', 'z.pdf'])).toEqual([])
  expect(pairs(['x.xml'], ['y.pdf', 'folder/z.pdf'])).toEqual([])
})

test('names made to be looked at for long are not', () => {
  const name = Array.from({ length: 60 }, (_, i) => `n${i}`).join('-')
  const began = performance.now()
  const some = (end: string) => Array.from({ length: 500 }, (_, i) => `${name}-${i}${end}`)
  pairs(some('.xml'), some('x.pdf'))
  expect(performance.now() - began).toBeLessThan(1000)
})
