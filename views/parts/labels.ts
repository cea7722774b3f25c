import type { Role, Scope, Tier } from '../../src/accounts/accounts.table.ts'
import type { EntryKind } from '../../src/accounts/ledger.ts'
import type { BatchStatus } from '../../src/batches/batches.table.ts'
import type { FieldName, Provenance } from '../../src/invoices/invoice-data.ts'
import type { InvoiceSource } from '../../src/invoices/invoices.table.ts'
import type { Status } from '../../src/invoices/life.ts'
import type { Sort } from '../../src/invoices/list-order.ts'
import type { Text } from '../../src/language.ts'

/** What people call each value that programs know by its name. */
export const statusLabels: Record<Status, Text> = {
  processing: { es: 'En proceso', en: 'Processing' },
  waiting_validation: { es: 'Por validar', en: 'To validate' },
  processed: { es: 'Confirmada', en: 'Confirmed' },
  rejected: { es: 'Rechazada', en: 'Rejected' },
  failed: { es: 'Con error', en: 'Failed' },
}

export const roleLabels: Record<Role, Text> = {
  admin: { es: 'Administra', en: 'Admin' },
  reviewer: { es: 'Revisa', en: 'Reviewer' },
  uploader: { es: 'Sube', en: 'Uploader' },
}

export const tierLabels: Record<Tier, Text> = {
  basic: { es: 'Básico', en: 'Basic' },
  premium: { es: 'Premium', en: 'Premium' },
}

export const scopeLabels: Record<Scope, Text> = {
  read: { es: 'leer', en: 'read' },
  upload: { es: 'leer y subir', en: 'read and upload' },
  full: { es: 'todo lo que puede la cuenta', en: 'all that the account may do' },
}

export const entryLabels: Record<EntryKind, Text> = {
  grant: { es: 'Abono', en: 'Grant' },
  hold: { es: 'Reserva', en: 'Hold' },
  capture: { es: 'Cobro', en: 'Charge' },
  release: { es: 'Devolución', en: 'Return' },
}

/** What credits were held for, by what their reference begins with. */
export const purposeLabels: Record<string, Text> = {
  'one-shot': { es: 'documento por la API', en: 'document over the API' },
}

export const batchStatusLabels: Record<BatchStatus, Text> = {
  queued: { es: 'En cola', en: 'Queued' },
  processing: { es: 'En proceso', en: 'Processing' },
  done: { es: 'Terminado', en: 'Done' },
}

/** The same over a list of many. */
export const tabLabels: Record<Status, Text> = {
  processing: { es: 'En proceso', en: 'Processing' },
  waiting_validation: { es: 'Por validar', en: 'To validate' },
  processed: { es: 'Confirmadas', en: 'Confirmed' },
  rejected: { es: 'Rechazadas', en: 'Rejected' },
  failed: { es: 'Con error', en: 'Failed' },
}

export const fieldLabels: Record<FieldName, Text> = {
  document_type: { es: 'Tipo de documento', en: 'Document type' },
  issuer_name: { es: 'Nombre del emisor', en: 'Issuer’s name' },
  issuer_tax_id: { es: 'Identificador fiscal del emisor', en: 'Issuer’s tax id' },
  issuer_address: { es: 'Dirección del emisor', en: 'Issuer’s address' },
  customer_name: { es: 'Nombre del cliente', en: 'Customer’s name' },
  customer_tax_id: { es: 'Identificador fiscal del cliente', en: 'Customer’s tax id' },
  invoice_number: { es: 'Número', en: 'Number' },
  date: { es: 'Fecha', en: 'Date' },
  due_date: { es: 'Vencimiento', en: 'Due date' },
  currency: { es: 'Moneda', en: 'Currency' },
  subtotal: { es: 'Subtotal', en: 'Subtotal' },
  tax: { es: 'Impuestos', en: 'Tax' },
  total: { es: 'Total', en: 'Total' },
  taxes: { es: 'Desglose de impuestos', en: 'Taxes in detail' },
  products: { es: 'Líneas', en: 'Lines' },
  cufe: { es: 'CUFE', en: 'CUFE' },
  payment_terms: { es: 'Condiciones de pago', en: 'Payment terms' },
  purchase_order: { es: 'Orden de compra', en: 'Purchase order' },
}

export const columnLabels: Record<string, Text> = {
  'taxes.name': { es: 'Impuesto', en: 'Tax' },
  'taxes.rate': { es: 'Tipo %', en: 'Rate %' },
  'taxes.base': { es: 'Base', en: 'Base' },
  'taxes.amount': { es: 'Importe', en: 'Amount' },
  'products.name': { es: 'Descripción', en: 'Description' },
  'products.quantity': { es: 'Cantidad', en: 'Quantity' },
  'products.unit_price': { es: 'Precio', en: 'Price' },
  'products.total_price': { es: 'Importe', en: 'Amount' },
  'products.tax_rate': { es: 'Imp. %', en: 'Tax %' },
}

export const typeLabels: Record<string, Text> = {
  invoice: { es: 'Factura', en: 'Invoice' },
  receipt: { es: 'Recibo', en: 'Receipt' },
  credit_note: { es: 'Nota de crédito', en: 'Credit note' },
}

/** Where a value was found. */
export const proofLabels: Record<Provenance['source'], Text> = {
  einvoice: { es: 'factura electrónica', en: 'e-invoice' },
  qr: { es: 'código QR', en: 'QR code' },
  text: { es: 'texto del PDF', en: 'text of the PDF' },
  ocr: { es: 'leído de la imagen', en: 'read from the picture' },
  llm: { es: 'modelo de lenguaje', en: 'language model' },
  memory: { es: 'facturas anteriores', en: 'earlier invoices' },
  human: { es: 'escrito por una persona', en: 'typed by a person' },
}

export const sourceLabels: Record<InvoiceSource, Text> = {
  upload: { es: 'Subida', en: 'Upload' },
  batch: { es: 'Lote', en: 'Batch' },
  ocr_v4: { es: 'API v4', en: 'API v4' },
  session: { es: 'Captura guiada', en: 'Guided capture' },
  email: { es: 'Correo', en: 'E-mail' },
  folder: { es: 'Carpeta', en: 'Folder' },
  docuware: { es: 'DocuWare', en: 'DocuWare' },
  cli: { es: 'Línea de comandos', en: 'Command line' },
}

export const sortLabels: Partial<Record<Sort, Text>> = {
  '-created_at': { es: 'Últimas recibidas', en: 'Last received' },
  created_at: { es: 'Primeras recibidas', en: 'First received' },
  '-updated_at': { es: 'Últimos cambios', en: 'Last changed' },
  '-date': { es: 'Fecha, la más reciente', en: 'Date, newest first' },
  date: { es: 'Fecha, la más antigua', en: 'Date, oldest first' },
  '-total': { es: 'Total, el mayor', en: 'Total, largest first' },
  total: { es: 'Total, el menor', en: 'Total, smallest first' },
}

/** What the history says that somebody did. */
export const actionLabels: Record<string, Text> = {
  receive: { es: 'recibió el documento', en: 'received the document' },
  read: { es: 'leyó las páginas', en: 'read the pages' },
  present: { es: 'propuso los datos', en: 'proposed the data' },
  accept: { es: 'aceptó los datos', en: 'accepted the data' },
  edit: { es: 'corrigió', en: 'corrected' },
  confirm: { es: 'confirmó', en: 'confirmed' },
  reject: { es: 'rechazó', en: 'rejected' },
  fail: { es: 'no pudo leerlo', en: 'could not read it' },
  reopen: { es: 'deshizo la decisión', en: 'undid the decision' },
  retry: { es: 'pidió leerlo de nuevo', en: 'asked to read it again' },
  enter: { es: 'la envió en un lote', en: 'sent it in a batch' },
  doubt: { es: 'la envió en un lote, y se parece a otra', en: 'sent it in a batch, and it is like another' },
}
