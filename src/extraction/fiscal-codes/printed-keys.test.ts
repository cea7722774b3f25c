import { expect, test } from 'bun:test'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { printedKeys } from './printed-keys.ts'

const keysOn = (drawing: string) =>
  printedKeys(linesOf([makePage(drawing)])).map(({ reading }) => reading.says.cufe)
const cufe = 'FE01200002679372-1-844914-7300002025051500311570140020317481978892'
const chave = '35150271780456000160550010000000021800700082'
const clave = '3011201801019011579800120370010004861270000000112'

test.each([
  ['in one piece', `CUFE: ${cufe}`, cufe],
  [
    'torn over lines',
    `Factura electrónica\nCUFE ${cufe.slice(0, 40)}\n     ${cufe.slice(40)}\nTotal 1.00`,
    cufe,
  ],
  ['with a letter read for a zero', `CUFE: ${cufe.replace('FE01', 'FEO1')}`, cufe],
  ['in groups of four', `CHAVE DE ACESSO\n${chave.replace(/(\d{4})/g, '$1 ')}`, chave],
  ['beside other digits', `Nota 12 ${chave.replace(/(\d{4})/g, '$1 ')}`, chave],
  ['with its prefix', `NFe${chave}`, chave],
  ['below its name', `CLAVE DE ACCESO\n${clave}`, clave],
  ['torn over lines', `CLAVE DE ACCESO\n${clave.slice(0, 30)}\n${clave.slice(30)}`, clave],
])('a key is found %s', (_, drawing, key) => expect(keysOn(drawing)).toEqual([key]))

test('its place is its words', () => {
  const [key] = printedKeys(linesOf([makePage(`CLAVE DE ACCESO ${clave}`)]))
  expect(key!.spans).toMatchObject([{ from: 3, to: 4 }])
})

test.each([
  ['with a digit wrong', chave.replace('1800', '1900')],
  ['cut short', chave.slice(0, 40)],
  ['of digits in a row', '12345678901234567890123456789012345678901234'],
  [
    'torn over columns',
    `${clave.slice(0, 30)}          Total\n                                          ${clave.slice(30)}`,
  ],
])('a key %s is none', (_, drawing) => expect(keysOn(drawing)).toEqual([]))

test('a page of digits costs little', () => {
  const row = Array.from({ length: 80 }, (_, i) => String(1000 + i)).join(' ')
  const lines = linesOf([makePage(Array(60).fill(row).join('\n'))])
  const began = performance.now()
  expect(printedKeys(lines)).toEqual([])
  expect(performance.now() - began).toBeLessThan(500)
})
