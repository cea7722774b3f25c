import PostalMime, { type Attachment } from 'postal-mime'
import { bounds } from '../../config.ts'
import { AppError } from '../../errors.ts'

export interface MailFile {
  filename: string
  bytes: Uint8Array
}

/** What belongs to the letter and not to the business: signatures, invitations, the phone's own notes. */
const accessories =
  /^(application\/(pkcs7-signature|x-pkcs7-signature|pgp-signature|pgp-keys|pgp-encrypted)|text\/(calendar|x-vcard|vcard|x-amp-html))$/

/** Smaller pictures in a text are logos and icons. */
const photoBytes = 50_000

/**
 * The documents of a mail, those of mails forwarded in it included. Pictures that its text shows are decoration, unless
 * there is nothing else: a phone sends a photo like that.
 */
export async function readMail(source: Uint8Array): Promise<MailFile[]> {
  const { attachments } = await PostalMime.parse(source, {
    attachmentEncoding: 'arraybuffer',
    maxNestingDepth: 50,
    maxHeadersSize: 1024 * 1024,
    forceRfc822Attachments: false,
  }).catch((cause) => {
    throw unreadableMail(cause)
  })
  if (attachments.length > bounds.mailFiles) throw tooManyFiles()
  const sent = attachments.filter(({ mimeType }) => !accessories.test(mimeType))
  const documents = sent.filter((each) => !isShownInText(each))
  const photos = sent.filter((each) => bytesOf(each).length >= photoBytes)
  return (documents.length ? documents : photos).map((each, index) => ({
    filename: each.filename ?? `adjunto-${index + 1}`,
    bytes: bytesOf(each),
  }))
}

const isShownInText = ({ mimeType, related, disposition }: Attachment) =>
  mimeType.startsWith('image/') && (related === true || disposition === 'inline')

function bytesOf({ content }: Attachment) {
  if (typeof content === 'string') return new TextEncoder().encode(content)
  return content instanceof Uint8Array ? content : new Uint8Array(content)
}

const unreadableMail = (cause: unknown) =>
  new AppError(
    'unsupported',
    {
      es: 'El correo está dañado y no se puede abrir. Pide que lo envíen otra vez.',
      en: 'The mail is damaged and can’t be opened. Ask for it to be sent again.',
    },
    { code: 'MAIL_DAMAGED', cause },
  )

const tooManyFiles = () =>
  new AppError(
    'too-large',
    {
      es: `El correo trae más de ${bounds.mailFiles} adjuntos: pide que lo envíen en varios, o en un ZIP.`,
      en: `The mail carries more than ${bounds.mailFiles} attachments: ask for it to be sent as several, or as a ZIP.`,
    },
    { code: 'MAIL_TOO_MANY_FILES' },
  )

export const mailTooLarge = () =>
  new AppError(
    'too-large',
    {
      es: `El correo ocupa más de ${bounds.mailBytes / 1024 / 1024} MB: pide que lo envíen en varios.`,
      en: `The mail is larger than ${bounds.mailBytes / 1024 / 1024} MB: ask for it to be sent as several.`,
    },
    { code: 'MAIL_TOO_LARGE' },
  )

export const stranger = () =>
  new AppError(
    'forbidden',
    {
      es: 'Quien lo envía no está en MAIL_FROM: no se descargó nada.',
      en: 'Its sender is not in MAIL_FROM: nothing was downloaded.',
    },
    { code: 'MAIL_STRANGER' },
  )
