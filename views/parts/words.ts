import { type Language, languages } from '../../src/language.ts'

/** Every word of the pages, in both languages side by side; names of values are in `labels.ts`. */
const words = {
  inbox: { es: 'Bandeja', en: 'Inbox' },
  api: { es: 'API', en: 'API' },
  skip: { es: 'Ir al contenido', en: 'Skip to content' },
  mainMenu: { es: 'Menú principal', en: 'Main menu' },
  signIn: { es: 'Entrar', en: 'Sign in' },
  signOut: { es: 'Salir', en: 'Sign out' },
  language: { es: 'Idioma', en: 'Language' },
  toInbox: { es: 'Ir a la bandeja', en: 'Go to the inbox' },
  requestNumber: { es: 'Número de la petición', en: 'Request number' },
  signInHere: {
    es: 'Pulsa el botón para entrar en este navegador.',
    en: 'Press the button to sign in on this browser.',
  },
  signInHow: {
    es: 'Abre el enlace de entrada que Folio muestra al arrancar. Sirve una sola vez.',
    en: 'Open the sign-in link that Folio prints when it starts. It works once.',
  },
  notSent: {
    es: 'Folio no responde o la conexión falló. Lo que escribiste sigue aquí: inténtalo de nuevo.',
    en: 'Folio is not answering or the connection failed. What you typed is still here: try again.',
  },

  upload: { es: 'Subir facturas', en: 'Upload invoices' },
  chooseFiles: { es: 'Elige archivos', en: 'Choose files' },
  orDrop: {
    es: 'o suéltalos aquí, o pégalos. PDF, fotos y XML, hasta 10 MB cada uno.',
    en: 'or drop them here, or paste them. PDF, photos and XML, up to 10 MB each.',
  },
  send: { es: 'Subir', en: 'Upload' },
  uploads: { es: 'Archivos enviados', en: 'Files sent' },
  noFile: { es: 'Elige al menos un archivo.', en: 'Choose at least one file.' },
  uploadFailed: {
    es: 'No se pudo enviar. Comprueba la conexión y vuelve a elegirlo.',
    en: 'It could not be sent. Check the connection and choose it again.',
  },
  received: { es: 'Recibido', en: 'Received' },
  refused: { es: 'Rechazado', en: 'Refused' },
  seeFirst: { es: 'Ver la factura {id}', en: 'See invoice {id}' },
  waitingToSend: { es: 'En espera', en: 'Waiting' },

  search: { es: 'Buscar', en: 'Search' },
  searchHint: { es: 'Emisor, número, texto del documento…', en: 'Issuer, number, text of the document…' },
  filters: { es: 'Filtros', en: 'Filters' },
  clear: { es: 'Quitar filtros', en: 'Clear filters' },
  issuer: { es: 'Emisor', en: 'Issuer' },
  from: { es: 'Desde', en: 'From' },
  to: { es: 'Hasta', en: 'To' },
  minTotal: { es: 'Total mínimo', en: 'Lowest total' },
  maxTotal: { es: 'Total máximo', en: 'Highest total' },
  currency: { es: 'Moneda', en: 'Currency' },
  source: { es: 'Origen', en: 'Source' },
  any: { es: 'Todos', en: 'Any' },
  notUnderstood: { es: 'Este valor no sirve para filtrar.', en: 'This value can’t be filtered by.' },
  sort: { es: 'Orden', en: 'Order' },
  byStatus: { es: 'Facturas por estado', en: 'Invoices by status' },
  all: { es: 'Todas', en: 'All' },
  found: { es: '{n} encontradas', en: '{n} found' },
  next: { es: 'Siguientes', en: 'Next' },
  first: { es: 'Volver al principio', en: 'Back to the start' },
  pages: { es: 'Páginas de la lista', en: 'Pages of the list' },
  emptyInbox: {
    es: 'Aún no hay facturas. Sube la primera: Folio la lee y la deja lista para revisar.',
    en: 'There are no invoices yet. Upload the first: Folio reads it and leaves it ready for review.',
  },
  nothingFound: { es: 'Nada coincide con lo que buscas.', en: 'Nothing matches what you are looking for.' },
  warnings: { es: '{n} avisos', en: '{n} warnings' },
  oneWarning: { es: '1 aviso', en: '1 warning' },
  pageOf: { es: 'Página {page} de {pages}', en: 'Page {page} of {pages}' },
  progress: { es: 'Progreso de la lectura', en: 'Reading progress' },
  reading: { es: 'Leyendo el documento', en: 'Reading the document' },
  extracting: { es: 'Buscando los datos', en: 'Finding the data' },

  document: { es: 'Documento', en: 'Document' },
  page: { es: 'Página {page}', en: 'Page {page}' },
  pageShort: { es: 'pág. {page}', en: 'p. {page}' },
  openPicture: { es: 'Abrir en grande', en: 'Open full size' },
  noPicture: {
    es: 'Este documento no tiene imagen: los datos vienen de la factura electrónica.',
    en: 'This document has no picture: the data comes from the e-invoice.',
  },
  notKept: { es: 'El documento original no se conservó.', en: 'The original document was not kept.' },
  morePages: { es: 'Y {n} páginas más en el original.', en: 'And {n} more pages in the original.' },
  picturesLater: {
    es: 'Las páginas aparecen aquí cuando se hayan leído.',
    en: 'The pages appear here once they are read.',
  },
  download: { es: 'Descargar original', en: 'Download original' },
  back: { es: 'Bandeja', en: 'Inbox' },
  nextWaiting: { es: 'Siguiente por validar', en: 'Next to validate' },
  data: { es: 'Datos', en: 'Data' },
  issuerGroup: { es: 'Emisor', en: 'Issuer' },
  customerGroup: { es: 'Cliente', en: 'Customer' },
  amounts: { es: 'Importes', en: 'Amounts' },
  others: { es: 'Otros datos', en: 'Other data' },
  showOnPage: { es: 'Ver en el documento', en: 'Show on the document' },
  doubtful: { es: 'revisar', en: 'check' },
  sure: { es: '{percent} seguro', en: '{percent} sure' },
  unknown: { es: 'No consta', en: 'Not given' },
  checks: { es: 'Comprobaciones', en: 'Checks' },
  allChecksHold: { es: 'Todas las comprobaciones se cumplen.', en: 'All checks hold.' },
  warning: { es: 'Aviso', en: 'Warning' },
  removeRow: { es: 'Quitar la fila {n}', en: 'Remove row {n}' },
  row: { es: 'Fila {n}', en: 'Row {n}' },
  emptyRow: { es: 'Para quitar una fila, vacíala.', en: 'To remove a row, empty it.' },
  noRows: { es: 'Ninguna.', en: 'None.' },
  save: { es: 'Guardar', en: 'Save' },
  confirm: { es: 'Confirmar', en: 'Confirm' },
  confirmAnyway: { es: 'Confirmar igualmente', en: 'Confirm anyway' },
  reject: { es: 'Rechazar', en: 'Reject' },
  rejectThis: { es: 'Rechazar esta factura', en: 'Reject this invoice' },
  reason: { es: 'Motivo', en: 'Reason' },
  reasonMissing: { es: 'Escribe el motivo.', en: 'Write the reason.' },
  reasonTooLong: { es: 'El motivo es demasiado largo.', en: 'The reason is too long.' },
  rejectedBecause: { es: 'Rechazada: {reason}', en: 'Rejected: {reason}' },
  failedBecause: { es: 'No se pudo leer: {reason}', en: 'It could not be read: {reason}' },
  retry: { es: 'Leer de nuevo', en: 'Read again' },
  history: { es: 'Historial', en: 'History' },
  folio: { es: 'Folio', en: 'Folio' },
  rowsChanged: { es: 'cambiadas', en: 'changed' },
  saved: { es: 'Cambios guardados.', en: 'Changes saved.' },
  doneBefore: {
    es: '{name}: {status}. Esta es la siguiente.',
    en: '{name}: {status}. This is the next one.',
  },
  allDone: {
    es: 'No queda ninguna factura por validar.',
    en: 'There are no more invoices to validate.',
  },
  somethingWrong: { es: 'Hay datos que corregir:', en: 'There is something to correct:' },
  stillMissing: {
    es: 'Para confirmar falta algo. Complétalo, o confirma igualmente:',
    en: 'Something is missing for confirming. Fill it in, or confirm anyway:',
  },
  missing: { es: 'Falta.', en: 'Missing.' },
  staleNotSaved: {
    es: 'Otra persona cambió esta factura mientras la editabas. Nada se ha perdido ni guardado todavía: lo tuyo sigue en el formulario, junto a lo que cambió. Revísalo y guarda otra vez.',
    en: 'Somebody else changed this invoice while you were editing. Nothing is lost or saved yet: yours is still in the form, beside what changed. Check it and save again.',
  },
  theirChange: { es: 'Otra persona puso: {value}', en: 'Somebody else put: {value}' },
  theirChangeTaken: { es: 'Cambiado por otra persona.', en: 'Changed by somebody else.' },
  changedElsewhere: {
    es: 'Otra persona acaba de cambiar esta factura.',
    en: 'Somebody else has just changed this invoice.',
  },
  loadAgain: { es: 'Ver cómo está ahora', en: 'See how it is now' },
  movedOn: {
    es: 'Entretanto la factura cambió de estado. Ahora está: {status}.',
    en: 'The invoice has changed its state meanwhile. It is now: {status}.',
  },
  movedOnTyped: {
    es: 'Esto habías escrito, y no se guardó:',
    en: 'You had typed this, and it was not saved:',
  },
  amountExpected: { es: 'Escribe un número, como {example}.', en: 'Write a number, such as {example}.' },
  dateExpected: { es: 'Escribe una fecha que exista.', en: 'Write a date that exists.' },
  currencyExpected: { es: 'Escribe tres letras, como EUR.', en: 'Write three letters, such as EUR.' },
  nameExpected: { es: 'Falta la descripción.', en: 'The description is missing.' },
  tooLong: { es: 'Es demasiado largo.', en: 'It is too long.' },
  tooMany: { es: 'Son demasiadas filas.', en: 'Those are too many rows.' },
  notValid: { es: 'Este valor no es válido.', en: 'This value is not valid.' },
  leaving: {
    es: 'Hay cambios sin guardar. ¿Salir de todos modos?',
    en: 'There are unsaved changes. Leave anyway?',
  },
} as const

export type Words = Record<keyof typeof words, string>

const dictionaries = Object.fromEntries(
  languages.map((language) => [
    language,
    Object.fromEntries(Object.entries(words).map(([key, text]) => [key, text[language]])),
  ]),
) as Record<Language, Words>

export const wordsIn = (language: Language): Words => dictionaries[language]

/** Puts values into the braces of a text. */
export const fill = (text: string, values: Record<string, string | number>) =>
  text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole))
