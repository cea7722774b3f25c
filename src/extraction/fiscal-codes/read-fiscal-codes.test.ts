import { expect, test } from 'bun:test'
import { fieldNames, invoiceData } from '../../invoices/invoice-data.ts'
import type { Box, Code } from '../../invoices/words.ts'
import { makePage } from '../make-page.ts'
import { linesOf } from '../text-lines.ts'
import { makeTed } from './make-ted.ts'
import { readCode, readFiscalCodes } from './read-fiscal-codes.ts'

const box: Box = [0.1, 0.8, 0.3, 0.9]
const qr = (text: string): Code => ({ format: 'qr', text, box })
const arca = (fields: object) =>
  `https://www.arca.gob.ar/fe/qr/?p=${Buffer.from(JSON.stringify(fields)).toString('base64')}`

const known = {
  sii: makeTed(),
  dgi: 'https://dgi-fep.mef.gob.pa/Consultas/FacturasPorQR?chFE=FE01200002679372-1-844914-7300002025051500311570140020317481978892&iAmb=1',
  arca: arca({
    fecha: '2024-10-13',
    cuit: 30500010912,
    ptoVta: 10,
    tipoCmp: 1,
    nroCmp: 94,
    importe: 12100,
    moneda: 'PES',
  }),
  sat: 'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=CEE4BE01-ADFA-4DEB-8421-ADD60F0BEDAC&re=EKU9003173C9&rr=COSC8001137NA&tt=1234.5678&fe=23456789',
  sunat: '20131312955|01|F001|00000123|18.00|118.00|2023-02-14|6|20100047218|hash=|',
  dian: `NumFac: FE1\nFecFac: 2026-02-26\nNitFac: 900373115\nValFac: 100.00\nValIva: 19.00\nValTolFac: 119.00\nCUFE: ${'ab'.repeat(48)}`,
  nfe: '35150271780456000160550010000000021800700082',
  sri: '3011201801019011579800120370010004861270000000112',
  sifen: '01801234565001002000012312026031511234567892',
  dgii: 'https://ecf.dgii.gov.do/ecf/ConsultaTimbre?RncEmisor=131234569&ENCF=E310000004711&FechaEmision=05-03-2026&MontoTotal=1980.00',
  cfe: 'https://www.efactura.dgi.gub.uy/consultaQR/cfe?211234560013,111,A,4321,1380.00,20260320,dpmLMf',
  fel: 'https://felpub.c.sat.gob.gt/verificador-web/publico/vistas/verificacionDte.jsf?tipo=autorizacion&numero=0A1B2C3D-42E5-4777-8000-00112233AABB&emisor=98765434&receptor=CF&monto=162.00',
  ticketbai:
    'https://batuz.eus/QRTBAI/?id=TBAI-00000006Y-251019-btFpwP8dcLGAF-237&s=T&nf=27174&i=4.70&cr=007',
  verifactu:
    'https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?nif=89890001K&numserie=1-G33&fecha=01-09-2024&importe=241.4',
  atcud:
    'A:123456789*B:501964843*C:PT*D:FT*E:N*F:20191231*G:FT AB2019/0035*H:CSDF7T5H-0035*N:18400.00*O:98400.00',
  epc: 'BCD\n002\n1\nSCT\n\nMuster GmbH\nDE89370400440532013000\nEUR12.30\n\n\nRE-1',
}

test.each(Object.entries(known))('%s is recognised by what it says', (scheme, text) =>
  expect(readCode(text)?.scheme).toBe(scheme as keyof typeof known),
)

test.each([
  '',
  'https://example.com/menu?id=12',
  'http://www.example.de/survey?p=12345',
  'WIFI:S:shop;T:WPA;P:secret;;',
  '00020126580014br.gov.bcb.pix0136123e4567-e12b-12d1-a456-426655440000',
  '2074001356335120040614432875020049990014',
  '9910900132004294008665000014000000',
  'BEGIN:VCARD\nFN:Ana\nEND:VCARD',
  '7790001001054',
  'x'.repeat(100_000),
])('%.40j is none of an invoice', (text) => expect(readCode(text)).toBeNull())

test('the same code on every copy, and printed below, is one', () => {
  const key = known.sri
  const pages = [1, 2, 3].map((page) =>
    makePage(`CLAVE DE ACCESO ${key}`, { page, codes: [qr(key), qr('hello')] }),
  )
  const codes = readFiscalCodes(pages, linesOf(pages))
  expect(codes).toMatchObject([{ scheme: 'sri', verification: 'ok', page: 1, box }])
})

/** Always the same numbers, so that a failure comes again. */
function random(seed: number) {
  let state = seed
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const odd = [
  '0',
  '9',
  '-',
  '|',
  '*',
  '<',
  '>',
  '&',
  '=',
  '%',
  '%zz',
  '\0',
  '\ud800',
  'ñ',
  '€',
  '\n',
  '{',
  '"',
  '__proto__',
  '1e999',
]
function mutate(text: string, pick: (below: number) => number): string {
  let changed = text
  for (let times = 1 + pick(4); times > 0; times--) {
    const at = pick(changed.length + 1)
    const to = at + pick(12)
    const piece = odd[pick(odd.length)]!
    changed = [
      () => changed.slice(0, at) + piece + changed.slice(at + 1),
      () => changed.slice(0, at) + piece + changed.slice(at),
      () => changed.slice(0, at) + changed.slice(to),
      () => changed.slice(0, at) + changed.slice(at, to).repeat(3) + changed.slice(to),
      () => changed.slice(0, at),
    ][pick(5)]!()
  }
  return changed
}

test('however a code is broken, reading it says something an invoice may have, or nothing', () => {
  const pick = random(20260101)
  for (const text of Object.values(known))
    for (let round = 0; round < 600; round++) {
      const says = readCode(mutate(text, pick))?.says ?? {}
      for (const name of fieldNames) {
        const value = says[name]
        if (value === undefined || value === null) continue
        expect([name, value, invoiceData.shape[name].safeParse(value).success]).toEqual([name, value, true])
      }
    }
})

test('a freight bill is told by its own key, wherever it stands among those of its cargo', () => {
  const own = '35260133000167000101570010000012341987654329'
  const lines = linesOf([makePage(`NF-e ${known.nfe}\nCHAVE DE ACESSO ${own}`)])
  const keys = readFiscalCodes([], lines).map(({ says }) => says.cufe)
  expect(keys).toEqual([own])
})
