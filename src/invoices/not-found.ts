import { AppError } from '../errors.ts'

export const noSuchInvoice = 'NO_SUCH_INVOICE'

/** Also said of another account's invoice: that it exists is nobody else's business. */
export const notFound = (id: number) =>
  new AppError(
    'not-found',
    { es: `No hay ninguna factura ${id}.`, en: `There is no invoice ${id}.` },
    { code: noSuchInvoice },
  )
