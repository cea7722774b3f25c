import type { DataFile, Included } from '../../src/exports/export-request.ts'
import type { ExportStatus, Period } from '../../src/exports/exports.table.ts'
import type { Language, Text } from '../../src/language.ts'
import { dictionariesOf } from '../parts/words.ts'

/** Every word of the pages of exports, in both languages side by side. */
const words = {
  title: { es: 'Exportar', en: 'Export' },
  about: {
    es: 'Tus documentos y sus datos en un ZIP. Se prepara en segundo plano: puedes cerrar esta página.',
    en: 'Your documents and their data in a ZIP. It is made in the background: you may close this page.',
  },
  newExport: { es: 'Nueva exportación', en: 'New export' },
  sources: { es: 'De dónde', en: 'From where' },
  folio: { es: 'Facturas de Folio', en: 'Folio’s invoices' },
  docuware: { es: 'DocuWare', en: 'DocuWare' },
  which: { es: 'Qué facturas', en: 'Which invoices' },
  whichHint: {
    es: 'Sin filtros, todas. Las fechas son las de la factura.',
    en: 'Without filters, all of them. The dates are those of the invoice.',
  },
  text: { es: 'Texto', en: 'Text' },
  status: { es: 'Estado', en: 'State' },
  what: { es: 'Qué incluir', en: 'What to include' },
  dataAs: { es: 'Datos en formato', en: 'Data as' },
  columns: { es: 'Elegir columnas', en: 'Choose columns' },
  columnsHint: { es: 'Si no eliges ninguna, van todas', en: 'All of them, unless you choose' },
  when: { es: 'Cuándo', en: 'When' },
  now: { es: 'Ahora, una vez', en: 'Now, once' },
  onlyNew: {
    es: 'Cada vez, solo lo que cambió desde la anterior',
    en: 'Each time, only what has changed since the last one',
  },
  start: { es: 'Exportar', en: 'Export' },
  exports: { es: 'Exportaciones', en: 'Exports' },
  none: {
    es: 'Aún no hay exportaciones. La primera aparece aquí, con su progreso.',
    en: 'There are no exports yet. The first one appears here, with its progress.',
  },
  numbered: { es: 'Exportación {id}', en: 'Export {id}' },
  numberShort: { es: 'n.º {id}', en: 'no. {id}' },
  everything: { es: 'Todo', en: 'Everything' },
  progress: { es: 'Progreso de la exportación', en: 'Progress of the export' },
  listing: { es: 'Buscando los documentos: {n} hasta ahora', en: 'Finding the documents: {n} so far' },
  seconds: { es: 'quedan unos {n} s', en: 'about {n} s left' },
  minutes: { es: 'quedan unos {n} min', en: 'about {n} min left' },
  hours: { es: 'quedan unas {n} h', en: 'about {n} h left' },
  documents: { es: 'Documentos', en: 'Documents' },
  exported: { es: 'Exportados', en: 'Exported' },
  notExported: { es: 'No exportados', en: 'Not exported' },
  size: { es: 'Tamaño', en: 'Size' },
  download: { es: 'Descargar ZIP', en: 'Download ZIP' },
  cancel: { es: 'Cancelar', en: 'Cancel' },
  repeat: { es: 'Repetir', en: 'Repeat' },
  keptUntil: { es: 'Se conserva hasta', en: 'Kept until' },
  notKept: { es: 'El ZIP ya no se conserva.', en: 'The ZIP is not kept any more.' },
  failedBecause: { es: 'La exportación falló: {reason}', en: 'The export failed: {reason}' },
  failures: { es: 'Lo que no se pudo exportar', en: 'What could not be exported' },
  failuresCut: { es: 'Se muestran los primeros {n}.', en: 'The first {n} are shown.' },
  document: { es: 'Documento {id}', en: 'Document {id}' },
  invoice: { es: 'Factura {id}', en: 'Invoice {id}' },
  asked: { es: 'Lo que se pidió', en: 'What was asked for' },
  begunAt: { es: 'Pedida', en: 'Asked for' },
  finishedAt: { es: 'Terminada', en: 'Finished' },
  scheduled: { es: 'Periódicas', en: 'Scheduled' },
  nextAt: { es: 'la próxima: {at}', en: 'next: {at}' },
  newOnly: { es: 'solo lo nuevo', en: 'only what is new' },
  remove: { es: 'Quitar', en: 'Remove' },
  changedSince: { es: 'cambió desde', en: 'changed since' },
  wrong: { es: 'No se pudo empezar:', en: 'It could not be begun:' },
  whichDocuments: { es: 'Qué documentos', en: 'Which documents' },
  cabinet: { es: 'Archivador', en: 'File cabinet' },
  dialog: { es: 'Diálogo de búsqueda', en: 'Search dialog' },
  dialogHint: { es: 'El predeterminado', en: 'The default one' },
  fieldsHint: {
    es: 'Un campo por línea: CAMPO=valor, o CAMPO=desde..hasta. El asterisco vale por cualquier texto.',
    en: 'One field a line: FIELD=value, or FIELD=from..to. An asterisk stands for any text.',
  },
  fields: { es: 'Campos', en: 'Fields' },
  filesAs: { es: 'Archivos', en: 'Files' },
  original: { es: 'Como se guardaron', en: 'As they were stored' },
  pdf: { es: 'En PDF', en: 'As PDF' },
  ingest: {
    es: 'Además, procesarlos en Folio (cada documento una sola vez)',
    en: 'Also process them in Folio (each document once)',
  },
  testConnection: { es: 'Probar la conexión', en: 'Test the connection' },
  connected: {
    es: 'DocuWare responde en {ms} ms. Organización: {organisation}. Archivadores: {cabinets}.',
    en: 'DocuWare answers in {ms} ms. Organisation: {organisation}. File cabinets: {cabinets}.',
  },
  notConfigured: {
    es: 'No hay ningún DocuWare configurado. El administrador pone DOCUWARE_URL, DOCUWARE_USER y DOCUWARE_PASSWORD.',
    en: 'No DocuWare is configured. The administrator sets DOCUWARE_URL, DOCUWARE_USER and DOCUWARE_PASSWORD.',
  },
} as const

const dictionaries = dictionariesOf(words)
export const exportWordsIn = (language: Language) => dictionaries[language]
export type ExportWords = ReturnType<typeof exportWordsIn>

export const exportStatusLabels: Record<ExportStatus, Text> = {
  queued: { es: 'En cola', en: 'Queued' },
  running: { es: 'En marcha', en: 'Running' },
  done: { es: 'Lista', en: 'Ready' },
  partial: { es: 'Con faltas', en: 'With gaps' },
  failed: { es: 'Falló', en: 'Failed' },
  cancelled: { es: 'Cancelada', en: 'Cancelled' },
}

export const includedLabels: Record<Included, Text> = {
  documents: { es: 'Documentos originales', en: 'Original documents' },
  data: { es: 'Datos', en: 'Data' },
  einvoices: { es: 'Facturas electrónicas UBL', en: 'UBL e-invoices' },
}

export const dataFileLabels: Record<DataFile, Text> = {
  json: { es: 'JSON', en: 'JSON' },
  csv: { es: 'CSV', en: 'CSV' },
  xlsx: { es: 'Excel', en: 'Excel' },
  ndjson: { es: 'NDJSON', en: 'NDJSON' },
  lines: { es: 'Líneas (CSV)', en: 'Lines (CSV)' },
  journal: { es: 'Asientos contables (CSV)', en: 'Accounting journal (CSV)' },
}

export const periodLabels: Record<Period, Text> = {
  day: { es: 'Cada día', en: 'Every day' },
  week: { es: 'Cada semana', en: 'Every week' },
  month: { es: 'Cada mes', en: 'Every month' },
}
