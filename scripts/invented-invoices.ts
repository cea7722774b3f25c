import type { Browser } from 'playwright-core'

interface Invented {
  issuer: string
  taxId: string
  address: string
  number: string
  date: string
  currency: string
  language: 'es' | 'en'
  rate: number
  colour: string
  lines: [name: string, quantity: number, price: number][]
}

const issuers = [
  ['Talleres Ondarra SL', 'B95837461', 'Calle Ribera 14, 48005 Bilbao', 'EUR', 21, '#1d4f91'],
  ['Papelería Luna Clara SL', 'B58818501', 'Plaza del Sol 3, 28001 Madrid', 'EUR', 21, '#7a2e5d'],
  ['Ferretería Los Robles SpA', '76192083-9', 'Av. Los Robles 742, Santiago', 'CLP', 19, '#205c3b'],
  ['Transportes Quebrada SpA', '77123456-K', 'Camino Real 1200, Valparaíso', 'CLP', 19, '#8a4b08'],
  ['Northwind Paper Ltd', 'GB123456789', '12 Mill Lane, Leeds', 'GBP', 20, '#333f8f'],
] as const

const goods: [string, number][] = [
  ['Revisión y puesta a punto', 180],
  ['Resmas de papel A4 reciclado', 4.25],
  ['Tornillos de acero 4x40, caja', 12.5],
  ['Transporte urbano, por viaje', 65],
  ['Horas de instalación', 42],
  ['Archivador de palanca', 3.9],
  ['Cable de red, 100 m', 58],
]

/** Invoices of nobody, the same ones each time: for pictures of Folio at work. */
export function inventInvoices(count: number): Invented[] {
  return Array.from({ length: count }, (_, index) => {
    const [issuer, taxId, address, currency, rate, colour] = issuers[index % issuers.length]!
    const scale = currency === 'CLP' ? 1000 : 1
    const month = new Date()
    month.setUTCDate(3 + ((index * 5) % 20))
    month.setUTCMonth(month.getUTCMonth() - 1 - ((index * 2) % 11))
    const lines = [0, 1, 2].map((step): Invented['lines'][number] => {
      const [name, price] = goods[(index * 3 + step) % goods.length]!
      return [name, 1 + ((index + step * 2) % 6), price * scale]
    })
    return {
      issuer,
      taxId,
      address,
      number: `F-2026/${String(101 + index * 7)}`,
      date: month.toISOString().slice(0, 10),
      currency,
      language: currency === 'GBP' ? 'en' : 'es',
      rate,
      colour,
      lines,
    }
  })
}

/** Each as a digital PDF, set and printed by the browser. */
export async function printInvoices(browser: Browser, invoices: Invented[]) {
  const page = await browser.newPage()
  const printed: { name: string; bytes: Uint8Array<ArrayBuffer> }[] = []
  for (const invoice of invoices) {
    await page.setContent(pageOf(invoice))
    const name = `${invoice.issuer.split(' ')[0]!.toLowerCase()}-${invoice.number.replace(/\W+/g, '-')}.pdf`
    printed.push({ name, bytes: new Uint8Array(await page.pdf({ format: 'A4', printBackground: true })) })
  }
  await page.close()
  return printed
}

function pageOf({ issuer, taxId, address, number, date, currency, language, rate, colour, lines }: Invented) {
  const decimals = currency === 'CLP' ? 0 : 2
  const amount = (value: number) =>
    value.toLocaleString(language === 'es' ? 'es-ES' : 'en-GB', {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
      useGrouping: true,
    })
  const subtotal = lines.reduce((sum, [, quantity, price]) => sum + quantity * price, 0)
  const tax = Number(((subtotal * rate) / 100).toFixed(decimals))
  const [year, month, day] = date.split('-')
  const t =
    language === 'es'
      ? [
          'FACTURA',
          'Número',
          'Fecha',
          'Cliente',
          'Descripción',
          'Cantidad',
          'Precio',
          'Importe',
          'Base imponible',
          'IVA',
          'Total',
        ]
      : [
          'INVOICE',
          'Invoice number',
          'Date',
          'Bill to',
          'Description',
          'Quantity',
          'Unit price',
          'Amount',
          'Subtotal',
          'VAT',
          'Total',
        ]
  return `<!doctype html><meta charset="utf-8"><style>
    body { font: 13px/1.5 Helvetica, Arial, sans-serif; margin: 40px 50px; color: #222 }
    header { display: flex; justify-content: space-between; border-bottom: 3px solid ${colour}; padding-bottom: 16px }
    h1 { color: ${colour}; margin: 0; font-size: 22px } h2 { margin: 0; font-size: 26px; letter-spacing: 2px; color: ${colour} }
    table { width: 100%; border-collapse: collapse; margin-top: 30px } th { text-align: left; background: ${colour}; color: #fff }
    th, td { padding: 8px 10px } td { border-bottom: 1px solid #ddd } .n { text-align: right }
    .sums { width: 45%; margin-left: auto } .sums tr:last-child td { font-size: 17px; font-weight: bold; border-top: 2px solid ${colour} }
  </style><header><div><h1>${issuer}</h1>${language === 'es' ? (currency === 'CLP' ? 'RUT' : 'NIF') : 'VAT No'}: ${taxId}<br>${address}</div>
  <div class="n"><h2>${t[0]}</h2>${t[1]}: ${number}<br>${t[2]}: ${day}/${month}/${year}</div></header>
  <p><b>${t[3]}</b><br>Cooperativa Mirador<br>Camino del Faro 8</p>
  <table><tr><th>${t[4]}</th><th class="n">${t[5]}</th><th class="n">${t[6]}</th><th class="n">${t[7]}</th></tr>
  ${lines.map(([name, quantity, price]) => `<tr><td>${name}</td><td class="n">${quantity}</td><td class="n">${amount(price)}</td><td class="n">${amount(quantity * price)}</td></tr>`).join('')}</table>
  <table class="sums"><tr><td>${t[8]}</td><td class="n">${amount(subtotal)}</td></tr><tr><td>${t[9]} ${rate} %</td><td class="n">${amount(tax)}</td></tr>
  <tr><td>${t[10]} ${currency}</td><td class="n">${amount(subtotal + tax)}</td></tr></table>`
}
