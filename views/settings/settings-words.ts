import type { Language, Text } from '../../src/language.ts'
import { dictionariesOf } from '../parts/words.ts'

const words = {
  settingsAre: {
    es: 'Además de subirlos, los documentos pueden llegar solos; y otros programas pueden enterarse de lo que pasa.',
    en: 'Beside being uploaded, documents can come in by themselves; and other programs can be told what happens.',
  },
  folder: { es: 'Carpeta vigilada', en: 'Watched folder' },
  folderIs: {
    es: 'Deja documentos o ZIP en esta carpeta: cuando están completos, Folio los recoge y los pasa a done/. Lo que no puede recoger va a failed/, con el motivo al lado.',
    en: 'Put documents or ZIPs into this folder: once they are complete, Folio takes them in and moves them to done/. What it can’t take goes to failed/, with the reason beside it.',
  },
  folderHow: {
    es: 'No hay ninguna. Nombra una con WATCH_DIR y reinicia Folio.',
    en: 'There is none. Name one with WATCH_DIR and restart Folio.',
  },
  mailbox: { es: 'Buzón de correo', en: 'Mailbox' },
  mailboxIs: {
    es: 'Folio recoge los adjuntos de los correos nuevos, sin cambiar nada en el buzón.',
    en: 'Folio takes in what is attached to new mails, and changes nothing in the mailbox.',
  },
  mailboxHow: {
    es: 'No hay ninguno. Nombra uno con MAIL_HOST, MAIL_USER, MAIL_PASSWORD y MAIL_FROM, y reinicia Folio.',
    en: 'There is none. Name one with MAIL_HOST, MAIL_USER, MAIL_PASSWORD and MAIL_FROM, and restart Folio.',
  },
  mailSenders: { es: 'Pueden enviar', en: 'May send' },
  everybody: { es: 'cualquiera', en: 'everybody' },
  whatIsRefused: { es: 'Qué se recoge y qué no', en: 'What is taken and what is not' },
  takenFromMail: {
    es: 'PDF, fotos, facturas electrónicas en XML y ZIP, de hasta {file} MB cada uno. Un XML y su PDF en un ZIP son una sola factura.',
    en: 'PDFs, photos, e-invoices in XML and ZIPs, up to {file} MB each. An XML and its PDF in one ZIP are one invoice.',
  },
  refusedStrangers: {
    es: 'Los correos de quien no está en MAIL_FROM no se descargan.',
    en: 'Mails of whoever is not in MAIL_FROM are not downloaded.',
  },
  refusedLarge: {
    es: 'Los correos de más de {mail} MB tampoco.',
    en: 'Nor are mails of more than {mail} MB.',
  },
  refusedKinds: {
    es: 'Todo lo demás (programas, virus, textos) se rechaza por su contenido, se llame como se llame, y no se guarda.',
    en: 'Everything else (programs, viruses, texts) is refused by its content, whatever it is called, and not kept.',
  },
  passedOver: {
    es: 'Firmas, invitaciones y los dibujos del texto se pasan por alto.',
    en: 'Signatures, invitations and the pictures of the text are passed over.',
  },
  tryMailbox: { es: 'Probar el buzón', en: 'Try the mailbox' },
  mailboxWorks: {
    es: 'El buzón se abre: hay {n} correos en él.',
    en: 'The mailbox opens: there are {n} mails in it.',
  },
  lookedAt: { es: 'Última mirada', en: 'Last look' },
  neverLooked: { es: 'Todavía no se ha podido mirar.', en: 'Nobody could look yet.' },
  works: { es: 'Funciona', en: 'Works' },
  fails: { es: 'Falla', en: 'Fails' },
  waits: { es: 'En espera', en: 'Waiting' },
  cameLately: { es: 'Lo último que llegó', en: 'What came lately' },
  nothingCame: { es: 'Todavía no ha llegado nada por sí solo.', en: 'Nothing has come by itself yet.' },
  forgotten: { es: 'Ya no se recuerda', en: 'No longer remembered' },
  noSubject: { es: '(sin asunto)', en: '(no subject)' },
  nothingInIt: { es: 'No traía ningún documento.', en: 'It carried no document.' },
  received: { es: 'Recibido', en: 'Received' },
  refused: { es: 'Rechazado', en: 'Refused' },
  noDocuments: { es: 'Sin documentos', en: 'No documents' },
  repeated: { es: 'Repetido', en: 'Repeated' },
  knownAlready: { es: 'Ya había llegado antes.', en: 'It had come before.' },
  beingTaken: { es: 'Se está recogiendo.', en: 'It is being taken in.' },

  webhooks: { es: 'Webhooks', en: 'Webhooks' },
  webhooksAre: {
    es: 'Programas a los que Folio llama cuando pasa algo. Cada llamada va firmada, y se repite durante un día si no llega.',
    en: 'Programs that Folio calls when something happens. Each call is signed, and repeated for a day if it does not arrive.',
  },
  noWebhooks: { es: 'Aún no hay ninguno.', en: 'There are none yet.' },
  addWebhook: { es: 'Añadir un webhook', en: 'Add a webhook' },
  add: { es: 'Añadir', en: 'Add' },
  address: { es: 'Dirección', en: 'Address' },
  addressHint: { es: 'Empieza por https://', en: 'It starts with https://' },
  description: { es: 'Para qué es', en: 'What it is for' },
  toldOf: { es: 'De qué se le avisa', en: 'What it is told of' },
  addressFault: {
    es: 'Escribe una dirección completa que empiece por https://, sin contraseña.',
    en: 'Write a whole address that starts with https://, without a password.',
  },
  descriptionFault: { es: 'Como mucho 200 caracteres.', en: 'At most 200 characters.' },
  typesFault: { es: 'Elige al menos un aviso.', en: 'Choose at least one.' },
  active: { es: 'Activo', en: 'Active' },
  off: { es: 'Desactivado', en: 'Switched off' },
  failingSince: { es: 'Falla desde', en: 'Failing since' },
  offFailing: {
    es: 'Folio dejó de llamar: durante días no llegó nada. Arregla la dirección y actívalo; lo que no llegó puede enviarse otra vez.',
    en: 'Folio has stopped calling: nothing arrived for days. Mend the address and switch it on; what did not arrive can be sent again.',
  },
  offGone: {
    es: 'Folio dejó de llamar: el otro lado respondió 410, que quiere decir «ya no existo».',
    en: 'Folio has stopped calling: the other side answered 410, which means “I am gone”.',
  },
  sendTest: { es: 'Enviar una prueba', en: 'Send a test' },
  switchOn: { es: 'Activar', en: 'Switch on' },
  switchOff: { es: 'Desactivar', en: 'Switch off' },
  remove: { es: 'Quitar', en: 'Remove' },
  removeSure: { es: 'Quitar este webhook y su registro', en: 'Remove this webhook and its log' },
  secret: { es: 'Secreto de la firma', en: 'Secret of the signature' },
  secretIs: {
    es: 'Con él, el otro lado comprueba que la llamada es de Folio (standardwebhooks.com).',
    en: 'With it the other side checks that a call is from Folio (standardwebhooks.com).',
  },
  newSecret: { es: 'Cambiar el secreto', en: 'Change the secret' },
  newSecretIs: {
    es: 'Durante un día firman el nuevo y el anterior.',
    en: 'For a day both sign, the new one and the one before.',
  },
  deliveries: { es: 'Envíos', en: 'Deliveries' },
  noDeliveries: { es: 'Aún no hay envíos.', en: 'There are no deliveries yet.' },
  delivered: { es: 'Entregados', en: 'Delivered' },
  waiting: { es: 'En camino', en: 'Under way' },
  failed: { es: 'Sin entregar', en: 'Not delivered' },
  oneDelivered: { es: 'Entregado', en: 'Delivered' },
  oneWaiting: { es: 'En camino', en: 'Under way' },
  oneFailed: { es: 'Sin entregar', en: 'Not delivered' },
  all: { es: 'Todos', en: 'All' },
  byState: { es: 'Envíos por estado', en: 'Deliveries by state' },
  again: { es: 'Enviar otra vez', en: 'Send again' },
  allAgain: { es: 'Enviar otra vez los {n} sin entregar', en: 'Send again the {n} not delivered' },
  attempts: { es: '{n} intentos', en: '{n} attempts' },
  nextAttempt: { es: 'siguiente intento', en: 'next attempt' },
  answered: { es: 'respuesta {status} en {ms} ms', en: 'answer {status} in {ms} ms' },
  whatWasSent: { es: 'Lo enviado y lo respondido', en: 'What was sent and answered' },
} as const satisfies Record<string, Text>

const dictionaries = dictionariesOf(words)
export type SettingsWords = Record<keyof typeof words, string>

/** The words of the settings page and what belongs to it. */
export const settingsWordsIn = (language: Language): SettingsWords => dictionaries[language]

/** What a webhook can be told of, as people say it. */
export const webhookTypeNames = {
  'invoice.received': { es: 'Llega una factura', en: 'An invoice arrives' },
  'invoice.waiting_validation': {
    es: 'Una factura espera validación',
    en: 'An invoice waits for validation',
  },
  'invoice.processed': { es: 'Una factura queda procesada', en: 'An invoice is processed' },
  'invoice.rejected': { es: 'Una factura se rechaza', en: 'An invoice is rejected' },
  'invoice.failed': { es: 'Una factura no se pudo leer', en: 'An invoice could not be read' },
  'invoice.deleted': { es: 'Una factura se borra', en: 'An invoice is deleted' },
  'batch.done': { es: 'Un lote termina', en: 'A batch is done' },
  'export.done': { es: 'Una exportación termina', en: 'An export is done' },
  'webhook.test': { es: 'Prueba', en: 'Test' },
} as const satisfies Record<string, Text>
