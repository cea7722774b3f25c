import { describe, expect, test } from 'bun:test'
import type { PageOfWords } from '../../invoices/words.ts'
import { makePage } from '../make-page.ts'
import { surveyPages } from '../survey.ts'
import { findParties } from './find-parties.ts'

const partiesIn = (pages: PageOfWords[]) => {
  const { lines, taxIds, country } = surveyPages(pages)
  return findParties(lines, taxIds, country)
}
const partiesOf = (drawing: string, more: Partial<PageOfWords> = {}) => {
  const found = partiesIn([makePage(drawing, more)])
  return Object.fromEntries(Object.entries(found).map(([name, { value }]) => [name, value]))
}

describe('letters and invoices', () => {
  test('the sender above the window is the issuer, whoever is in the window the customer', () => {
    const found = partiesOf(`
      Nordlicht Technik GmbH · Hafenweg 4 · 24103 Kiel

      Frau
      Greta Beispiel
      Am Deich 12
      25813 Husum

      Rechnung Nr. 2024-118 vom 04.03.2024
      Beratung                                        1.000,00
      Gesamtbetrag                                    1.190,00

      Nordlicht Technik GmbH      Amtsgericht Kiel HRB 1234      USt-IdNr. DE271828106
    `)
    expect(found).toEqual({
      issuer_name: 'Nordlicht Technik GmbH',
      issuer_tax_id: 'DE271828106',
      issuer_address: 'Hafenweg 4, 24103 Kiel',
      customer_name: 'Greta Beispiel',
    })
  })

  test('a French form is no part of the name, and a number of the client is the client’s', () => {
    const found = partiesOf(`
      Le Pré Fleuri SARL - 12 rue des Lilas - 44000 Nantes
      02 40 11 22 33 - contact@leprefleuri.fr
      TVA : FR48141421356 - SIRET : 14142135600022

      Facture FA-2024-0007            Jardins du Port
                                      Anne Martin
                                      3 quai de la Fosse
                                      44100 Nantes
      N° TVA client   FR26173205080
    `)
    expect(found).toMatchObject({
      issuer_name: 'Le Pré Fleuri',
      issuer_tax_id: 'FR48141421356',
      customer_name: 'Jardins du Port',
      customer_tax_id: 'FR26173205080',
    })
  })

  test('how it is paid is nobody’s name', () => {
    const found = partiesOf(`
      Los Aromos Seguridad S.R.L.
      CUIT: 30-71234567-1
      Señor(es):
      Forma de Pago
    `)
    expect(found.customer_name).toBeUndefined()
  })

  test('two blocks side by side, each under its heading', () => {
    const found = partiesOf(`
      FACTURA                               Nº F-2031/031

      PROVEEDOR                             CLIENTE
      Panadería La Espiga                   Ana Ruiz Gómez
      NIF: A58818501                        NIF: P3802300H
    `)
    expect(found).toEqual({
      issuer_name: 'Panadería La Espiga',
      issuer_tax_id: 'A58818501',
      customer_name: 'Ana Ruiz Gómez',
      customer_tax_id: 'P3802300H',
    })
  })

  test('under a heading a label alone is no name: the name stands beside it', () => {
    const found = partiesOf(`
      FACTURA                                             FOLIO:    4711

      EMISOR
      NOMBRE:          MUEBLES LA ENCINA                  FECHA:    2031-05-04
      RÉGIMEN FISCAL:  General

      RECEPTOR
      NOMBRE:          ANA RUIZ PRADO                     USO:      Gastos
      DOMICILIO:       45100
    `)
    expect(found.issuer_name).toBe('MUEBLES LA ENCINA')
    expect(found.customer_name).toBe('ANA RUIZ PRADO')
  })

  test('a name that is called one is the customer’s where no heading says whose it is', () => {
    const found = partiesOf(`
      LUCÍA FERRER MOLINA                     RUC: 2718281-8
      Timbrado: 12345678

      Fecha: 04/05/2031                       Nombre o razón social: Talleres Sur SA
      Condición: Contado                      Dirección: Avenida 4
    `)
    expect(found.issuer_name).toBe('LUCÍA FERRER MOLINA')
    expect(found.customer_name).toBe('Talleres Sur SA')
  })

  test('what forms print over their boxes is nobody’s name', () => {
    const found = partiesOf(`
      DATA DE RECEBIMENTO            IDENTIFICAÇÃO E ASSINATURA
      Forma de Pago
      Total IVA      Total
    `)
    expect(found.issuer_name).toBeUndefined()
    expect(found.customer_name).toBeUndefined()
  })

  test('the things of a list are nobody’s name', () => {
    const found = partiesOf(`
      Item                       Quantity     Price       Amount
      MOBILIARIO ESCANDINAVO
      Silla Nordica              2            40.00       80.00
      Mesa Plegable              1            120.00      120.00
      Subtotal                                            200.00
      Total                                               242.00
    `)
    expect(found).toEqual({})
  })

  test('a choice of a form is nobody’s name, and a name may begin with the word for one', () => {
    const found = partiesOf(`
      NOTA FISCAL
      0 - ENTRADA      FOLHA 1/1
      EMITENTE
      Nome do Bairro Padaria Ltda
      Rua das Flores, 10
    `)
    expect(found.issuer_name).toBe('Nome do Bairro Padaria Ltda')
    expect(found.customer_name).toBeUndefined()
  })

  test.each(['Cotización Norte', 'Contado', 'Tarjeta de Crédito', 'id_empresa'])(
    '%s is nobody’s name',
    (text) => {
      const found = partiesOf(`
      ${text}

      Fecha: 04/03/2024
      Total: 20,00
    `)
      expect(found).toEqual({})
    },
  )

  test('a town with its code behind a hyphen is nobody’s name, and “global” begins names as well as numbers', () => {
    const found = partiesOf(`
                                                  Oldtown,Riverside-600123
      GLOBAL HERON TOOLWORKS
      TAX INVOICE
    `)
    expect(found.issuer_name).toBe('GLOBAL HERON TOOLWORKS')
  })

  test('an identity behind the customer’s name in a row of boxes is the customer’s', () => {
    const found = partiesOf(`
      EMITENTE
      Laticinios Serra Clara Ltda
      CNPJ: 11.222.333/0001-81

      DESTINATÁRIO / REMETENTE
      NOME / RAZÃO SOCIAL                                   CNPJ / CPF
      Mercado Boa Vista Ltda                                45.723.174/0001-10
    `)
    expect(found.customer_name).toBe('Mercado Boa Vista Ltda')
    expect([found.issuer_tax_id, found.customer_tax_id]).toEqual(['11.222.333/0001-81', '45.723.174/0001-10'])
  })

  test('a receipt for goods says from whom they are', () => {
    const found = partiesOf(`
      RECEBEMOS DE MOVEIS DO SUL LTDA OS PRODUTOS CONSTANTES DA NOTA FISCAL INDICADA AO LADO

                                              CHAVE DE ACESSO
      DANFE                                   Consulta de autenticidade no portal nacional

      DESTINATÁRIO / REMETENTE
      NOME / RAZÃO SOCIAL                     DATA DA EMISSÃO
      PADARIA BOA VISTA LTDA                  04/05/2031
    `)
    expect(found.issuer_name).toBe('MOVEIS DO SUL LTDA')
    expect(found.customer_name).toBe('PADARIA BOA VISTA LTDA')
  })

  test('of two names that are called so neither is anybody’s without a heading', () => {
    const found = partiesOf(`
      NOME: Ana Prado
      CPF: 123

      NOME: Loja do Bairro
      CNPJ: 456
    `)
    expect(found.customer_name).toBeUndefined()
  })

  test('information of a vendor is a heading and no part of the name', () => {
    const found = partiesOf(`
      Vendor Information:                     Invoice Number: GT-4711
      Brightwell Trading Corp.
      12 Mill Lane, Oakham
    `)
    expect(found.issuer_name).toBe('Brightwell Trading Corp.')
  })

  test('whom a letter is to is the customer', () => {
    const found = partiesOf(`
                                           Brightwell Engineering Ltd
                                           12 Mill Lane, Oakham

      To
      NORTHGATE FOODS LIMITED
      40 Station Road
      LE15 6QT Oakham
    `)
    expect(found.issuer_name).toBe('Brightwell Engineering Ltd')
    expect(found.customer_name).toBe('NORTHGATE FOODS LIMITED')
  })

  test('a buyer in a sentence of capitals is no heading', () => {
    const found = partiesOf(`
      Ferretería El Yunque, S.A.
      Calle Mayor 4
      LA MERCANCÍA VIAJA POR CUENTA DEL
      COMPRADOR CUANDO EL TRANSPORTE SEA AJENO
    `)
    expect(found.customer_name).toBeUndefined()
  })

  test('blocks under one another, and those of third parties are nobody’s', () => {
    const found = partiesOf(`
      Anzeige einer elektronischen Rechnung

      Verkäufer:
      Nummer: 880017
      Erste Kieler
      Feuerkasse a.G.
      Hafenstr. 12
      DE 24103 Kiel
      USt-Id.-Nr.: DE271828106

      Käufer/Leistungsempfänger:
      Werkhof Nord AG
      Werkweg 1
      DE 20095 Hamburg

      Steuerbevollmächtigter des Verkäufers:
      Fremde Dienste GmbH
      USt-Id.-Nr.: DE271828114
    `)
    expect(found).toMatchObject({
      issuer_name: 'Erste Kieler Feuerkasse a.G.',
      issuer_tax_id: 'DE271828106',
      issuer_address: 'Hafenstr. 12, DE 24103 Kiel',
      customer_name: 'Werkhof Nord AG',
    })
    expect(found.customer_tax_id).toBeUndefined()
  })

  test('a person’s full name above the address, not the part of it in the logo', () => {
    const found = partiesOf(`
      FERREYRA                                  FACTURA
                                                Nº 0002 - 00000417
      MARCOS ANDRÉS FERREYRA                    CUIT Nº: 20-12345678-6
      CHACO - Nro.: 312
      (3500) RESISTENCIA - Chaco
      Teléfono: 0362 555123

      Señor/es: TRANSPORTES DEL SUR
    `)
    expect(found).toMatchObject({
      issuer_name: 'MARCOS ANDRÉS FERREYRA',
      issuer_tax_id: '20-12345678-6',
      customer_name: 'TRANSPORTES DEL SUR',
    })
  })

  test('where only the customer’s number is printed, the issuer has none', () => {
    const found = partiesOf(`
      Factuuradres
      Molen Advies
      Dorpsstraat 8
      3511 AB Utrecht



      Artikel            Aantal       Bedrag
      Touw               2            40,00



      Uw BTW nummer: NL003141512B01
      Zuidwind Opslag B.V., Kade 5, 3011 AB Rotterdam
    `)
    expect(found).toMatchObject({ customer_name: 'Molen Advies', customer_tax_id: 'NL003141512B01' })
    expect(found.issuer_name).toBe('Zuidwind Opslag B.V.')
    expect(found.issuer_tax_id).toBeUndefined()
  })

  test('the registered name in the foot, when its site bears it', () => {
    const found = partiesOf(`
      Lumo Service Abonné
      75999 Paris Cedex 09
                                              Marie Curie
                                              11 rue Cuvier
                                              75005 Paris
      Facture n°270418281
      Questions : http://www.lumo.fr/aide
      Lumo SAS au capital de 1.234.500 Euros - RCS Paris - TVA intra communautaire: FR 48 141 421 356
    `)
    expect(found).toMatchObject({ issuer_name: 'Lumo', issuer_tax_id: 'FR 48 141 421 356' })
  })

  test('an identity on the line of a name is that party’s', () => {
    const found = partiesOf(`
      COMERCIALIZADORA EL ROBLE S.A.S.
      NIT 900.373.115-3

      Señores: INVERSIONES DEL CAUCA LTDA         NIT: 800.199.436-8
    `)
    expect(found).toMatchObject({
      issuer_tax_id: '900.373.115-3',
      customer_name: 'INVERSIONES DEL CAUCA LTDA',
      customer_tax_id: '800.199.436-8',
    })
  })

  test('who issued it, and to whom, in as many words', () => {
    const found = partiesOf(`
      Receipt
      Tax Invoice issued on behalf of: Kumar Rides Pvt Ltd
      Invoice issued to: Ana Torres
    `)
    expect(found).toMatchObject({ issuer_name: 'Kumar Rides Pvt Ltd', customer_name: 'Ana Torres' })
  })

  test('a form says whose a name is by a colon at its own edge, or by its column of labels', () => {
    const colons = partiesOf(`
      CANTERAS DEL SUR S.A.C.                       RUC: 20131312955
      Señor(es)           : PANADERIA LUZ E.I.R.L.
      RUC                 : 20100070970
      Tipo de Moneda      : SOLES
    `)
    expect(colons).toMatchObject({
      issuer_tax_id: '20131312955',
      customer_name: 'PANADERIA LUZ E.I.R.L.',
      customer_tax_id: '20100070970',
    })
    const columns = partiesOf(`
      TALLER LA FORJA S.A.S.
      NIT 900.373.115-3

      Cliente        MOLINOS DEL RIO LTDA      Fecha de expedición      29/05/2026
      NIT cliente    800.199.436-8             Fecha de vencimiento     28/06/2026
      Dirección      Cra 7 # 71-21             Forma de pago            Crédito
    `)
    expect(columns).toMatchObject({
      issuer_tax_id: '900.373.115-3',
      customer_name: 'MOLINOS DEL RIO LTDA',
      customer_tax_id: '800.199.436-8',
    })
  })

  test('headings in the middle of two columns divide what stands below them by its middle', () => {
    const found = partiesOf(`
                   EMISOR                                    RECEPTOR
      Academia del Norte y del Sur S.L.        Conservas de la Costa Verde S.A.
      CIF: A58818501                           CIF: B95837461
    `)
    expect(found).toMatchObject({
      issuer_name: 'Academia del Norte y del Sur S.L.',
      issuer_tax_id: 'A58818501',
      customer_name: 'Conservas de la Costa Verde S.A.',
      customer_tax_id: 'B95837461',
    })
  })

  test.each([
    'A la atención de:',
    'Recibí de:',
    'Arrendatario:',
    'Suscriptor:',
    'Nombre Receptor:',
    'Razón social del cliente:',
    'Nombre/Razón Social:',
    'Razón Social / Nombres y Apellidos:',
  ])('“%s” announces the customer', (heading) => {
    const found = partiesOf(`
      Molinos Vega SL
      NIF: A58818501

      ${heading} Talleres Peña SL — IVA Exento — Av. Colón 1500
    `)
    expect(found).toMatchObject({ issuer_name: 'Molinos Vega SL', customer_name: 'Talleres Peña SL' })
  })

  test('an identity says whose it is behind its label, and a name ends before it', () => {
    const found = partiesOf(`
      IMPRENTA DEL LAGO, SOCIEDAD ANONIMA
      NIT Emisor: 576937-K
      NIT Receptor: 1234567-9

      Razón Social: COLEGIO LAS PALMAS S.A. Identificación: 1792146739001
    `)
    expect(found).toMatchObject({ issuer_tax_id: '576937-K', customer_tax_id: '1234567-9' })
  })

  test('what kind of customer it is opens the customer’s block', () => {
    const found = partiesOf(`
      Emisor: Repuestos del Istmo, S.A.
      Dirección: Vía Tocumen 7

      Tipo de receptor: Contribuyente
      Razón social: Taller Don Beto, S.A.
    `)
    expect(found).toMatchObject({
      issuer_name: 'Repuestos del Istmo, S.A.',
      customer_name: 'Taller Don Beto, S.A.',
    })
  })

  test('a sender on one line may tell its identity there', () => {
    const found = partiesOf(`
      Talleres Peña S.L. | A58818501 | Partida Honda 8, 46900 Torrent
      Factura
      Cliente        Bodega Casa Amparo, S.L.
      Fecha          30/09/2026
    `)
    expect(found).toMatchObject({ issuer_name: 'Talleres Peña S.L.', issuer_tax_id: 'A58818501' })
  })

  test('a street without a word for one is no name before its town', () => {
    const found = partiesOf(`
      Bruno Otero Salas              FACTURA C
      Responsable Monotributo        Fecha 05/06/2026
      Güemes 2230, Bahía Blanca      CUIT 20-11111111-2
    `)
    expect(found).toMatchObject({ issuer_name: 'Bruno Otero Salas' })
  })

  test('a company that tells its form and its identity below the prices is the issuer', () => {
    const found = partiesOf(`
      Hotel Las Gaviotas                       Consultores del Norte SL
      FACTURA HB/26/0031                       C/ Alfonso I, 20
      Habitación: 214                          50003 Zaragoza
                                               CIF A58818501

      Alojamiento y desayuno                                       130,00
      Total                                                        130,00

      Explotaciones Cala Blanca, S.L. CIF B95837461 Playa Blanca 7 07820 Sant Antoni
    `)
    expect(found).toMatchObject({
      issuer_name: 'Explotaciones Cala Blanca, S.L.',
      issuer_tax_id: 'B95837461',
      customer_name: 'Consultores del Norte SL',
      customer_tax_id: 'A58818501',
    })
  })

  test('stars of a card make no line of a sender, and a day is nobody’s name', () => {
    const found = partiesOf(`
      Panadería La Espiga          2 de febrero de 2026
      Güemes 2230, Bahía Blanca
      17/05/26   VISA **** 1122    306,00
      Saldo                          0,00
    `)
    expect(found).toEqual({ issuer_name: 'Panadería La Espiga', issuer_address: 'Güemes 2230, Bahía Blanca' })
  })

  test('a name on the last page serves where the first has none', () => {
    const pages = [makePage('1234\n5678'), makePage('Viñedos del Duero SL\nCIF: A58818501', { page: 2 })]
    expect(partiesIn(pages).issuer_name).toMatchObject({ value: 'Viñedos del Duero SL' })
  })

  test('an identity with the right digit in the issuer’s block is as sure as it gets', () => {
    const [sure] = [partiesIn([makePage('Proveedor: Molino Viejo SL\nNIF: A58818501')])]
    const doubtful = partiesIn([makePage('Molino Viejo\nNIF: A58818502')])
    expect(sure!.issuer_tax_id!.confidence).toBeGreaterThanOrEqual(0.95)
    expect(doubtful.issuer_tax_id!.confidence).toBeLessThan(0.9)
  })
})

describe('receipts', () => {
  const receiptOf = (drawing: string) => {
    const page = makePage(drawing, { source: 'ocr', width: 400, height: 900 })
    return partiesIn([page]).issuer_name?.value
  }

  test.each([
    [
      'the first line above an address',
      `
      HARBOUR LIGHTS CAFE
      12, JALAN PANTAI 3,
      TAMAN LAUT,
      50480 KUALA LUMPUR
      TAX INVOICE
      LATTE            9.50`,
      'HARBOUR LIGHTS CAFE',
    ],
    [
      'a form torn from its name',
      `
      MERANTI TRADING
      SDN BHD
      (123456-X)
      NO 4, JALAN BUKIT 2`,
      'MERANTI TRADING SDN BHD',
    ],
    [
      'two lines above the number of registration',
      `
      KEDAI BUNGA
      MELATI PUTIH
      001234567-K
      NO 4, JALAN BUKIT 2`,
      'KEDAI BUNGA MELATI PUTIH',
    ],
    [
      'a number of registration behind the name',
      `
      99 PASAR SEGAR S/B (612345-X)
      LOT P.T. 11, JALAN BULAN,
      41150 KLANG, SELANGOR`,
      '99 PASAR SEGAR S/B',
    ],
    [
      'not a note by hand, nor what a shop is welcome to',
      `
      paid cash
      WELCOME TO
      RIVERSIDE DINER
      88 El Dorado Blvd
      Salinas, CA 93901
      (831) 555-0134`,
      'RIVERSIDE DINER',
    ],
    [
      'not the tax office that stands below the number',
      `
      R.U.T.: 76.192.083-9
      BOLETA ELECTRONICA
      Nº 3141
      S.I.I. OSORNO
      PANADERIA EL TRIGAL DE LA COSTA
      Calle Los Aromos 271, Osorno`,
      'PANADERIA EL TRIGAL DE LA COSTA',
    ],
    [
      'not the title of a card’s voucher, and with the year of its name',
      `
      COMPRA AFECTA
      VALIDO COMO BOLETA
      Rut: 761920839
      SOCIEDAD MOLINO 1931 LIMITADA
      LOS AROMOS 271`,
      'SOCIEDAD MOLINO 1931 LIMITADA',
    ],
    [
      'two letters and what joins them',
      `
      K&B
      458 Harbour Street
      London
      W1C 1AP`,
      'K&B',
    ],
    [
      'not a street without a number',
      `
      PAPER LANTERN
      HARBOUR AVENUE
      LONDON WC2H 8JR
      020 7946 0101`,
      'PAPER LANTERN',
    ],
    [
      'not the town where no name is',
      `
      508-520 HARBOUR STREET
      LONDON
      020 7946 0101`,
      undefined,
    ],
    [
      'not whose copy it is',
      `
      Customer Receipt
      Riverside Paper Store
      12 Mill Lane, Unit 4
      London NW1 8AH`,
      'Riverside Paper Store',
    ],
    [
      'not what is sold',
      `
      BANANEN           1,19
      KAFFEE            3,29
      SUMME EUR         4,48`,
      undefined,
    ],
  ])('%s', (_, drawing, name) => expect(receiptOf(drawing)).toBe(name))

  test('stray marks and slips of the reader in the form of a company are mended', () => {
    const page = makePage('KEDAI A BUKU SON BHO\n(123456-X)\nNO 4, JALAN BUKIT 2', {
      source: 'ocr',
      width: 400,
      height: 900,
    })
    page.words.find(({ text }) => text === 'A')!.confidence = 0.5
    expect(partiesIn([page]).issuer_name!.value).toBe('KEDAI BUKU SDN BHD')
  })
})

test('pages that name nobody give nobody', () => {
  expect(partiesIn([])).toEqual({})
  expect(partiesOf('TAX INVOICE\nTable 7\nTotal   12.00')).toEqual({})
})
