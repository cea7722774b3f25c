import sharp from 'sharp'
import { makePicture } from '../reading/make-documents.ts'
import { makeDrawnPdf, put } from '../reading/make-pdfs.ts'

const width = 300
const lineHeight = 19
const products: [name: string, price: string][] = [
  ['Arroz grano largo 5 lb', '3.45'],
  ['Aceite vegetal 1 litro', '4.15'],
  ['Leche entera 1 litro', '1.95'],
  ['Pan de molde integral', '2.10'],
  ['Huevos docena', '2.75'],
  ['Queso amarillo 200 g', '3.20'],
  ['Cafe molido 450 g', '5.60'],
  ['Jabon de barra', '1.70'],
  ['Jabon de barra', '1.70'],
  ['Pollo entero', '6.40'],
  ['Manzana roja', '2.30'],
  ['Tomate perita', '1.25'],
  ['Cebolla blanca', '0.95'],
  ['Papel higienico 12', '7.80'],
  ['Detergente liquido', '4.90'],
  ['Galletas de avena', '2.45'],
  ['Atun en agua', '1.35'],
  ['Sal marina', '0.80'],
  ['Azucar morena 2 lb', '1.60'],
  ['Agua mineral 6 botellas', '3.90'],
  ['Yogur natural', '1.15'],
  ['Lechuga romana', '1.05'],
  ['Pasta corta 500 g', '1.20'],
  ['Salsa de tomate', '1.75'],
]

/** The lines of a long receipt, each a text at the left and perhaps an amount at the right. */
export const receiptLines: [left: string, right?: string][] = [
  ['Supermercado La Pradera, S.A.'],
  ['RUC 155630991-2-2016 DV 45'],
  ['Calle 50, Ciudad de Panama'],
  ['Factura No. F001-000123'],
  ['Fecha: 05/09/2025'],
  ['Descripcion', 'Importe'],
  ...products,
  ['Subtotal', '65.45'],
  ['ITBMS 7%', '4.58'],
  ['TOTAL B/.', '70.03'],
  ['Efectivo', '80.00'],
  ['Vuelto', '9.97'],
  ['Gracias por su compra'],
]

const height = (receiptLines.length + 2) * lineHeight

/** A picture of the receipt, three times as tall as a photo should be. */
export async function makeReceipt(dpi = 150) {
  const content = receiptLines
    .map(([left, right], at) => {
      const y = height - (at + 1.5) * lineHeight
      return put(left, 16, y, 13) + (right ? put(right, width - 16 - right.length * 7, y, 13) : '')
    })
    .join('')
  return makePicture(await makeDrawnPdf([{ content, size: [width, height] }]), dpi)
}

/** A part of a picture, from one share of its height to another, as a JPEG. */
export async function cutPicture(picture: Awaited<ReturnType<typeof makeReceipt>>, from: number, to: number) {
  const { data, info } = await picture.clone().raw().toBuffer({ resolveWithObject: true })
  const top = Math.round(info.height * from)
  const part = sharp(data, { raw: info }).extract({
    left: 0,
    top,
    width: info.width,
    height: Math.round(info.height * to) - top,
  })
  return new Uint8Array(await part.jpeg({ quality: 90 }).toBuffer())
}
