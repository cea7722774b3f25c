import { AppError } from '../../errors.ts'

/** The server can't be reached, or has no time: later it may. */
export const away = (cause: unknown) =>
  new AppError(
    'unavailable',
    {
      es: 'DocuWare no responde. Si sigue así, comprueba DOCUWARE_URL.',
      en: 'DocuWare is not answering. If it goes on like that, check DOCUWARE_URL.',
    },
    { code: 'DOCUWARE_AWAY', cause },
  )

export const signInRefused = (detail: string) =>
  new AppError(
    'invalid',
    {
      es: `DocuWare no admite el usuario: comprueba DOCUWARE_USER, DOCUWARE_PASSWORD y DOCUWARE_ORG (${detail}).`,
      en: `DocuWare refuses the user: check DOCUWARE_USER, DOCUWARE_PASSWORD and DOCUWARE_ORG (${detail}).`,
    },
    { code: 'DOCUWARE_SIGN_IN' },
  )

/** What was asked for is not given, however often one asks. */
export const refused = (status: number) =>
  new AppError(
    'gone',
    {
      es: `DocuWare no lo entrega (respuesta ${status}).`,
      en: `DocuWare does not hand it over (answer ${status}).`,
    },
    { code: 'DOCUWARE_REFUSED', extra: { status } },
  )

export const brokenOff = (cause: unknown) =>
  new AppError(
    'gone',
    {
      es: 'La transferencia desde DocuWare se corta una y otra vez.',
      en: 'The transfer from DocuWare breaks off again and again.',
    },
    { code: 'DOCUWARE_BROKEN_OFF', cause },
  )

export const tooLarge = (bytes: number) =>
  new AppError(
    'too-large',
    {
      es: `Ocupa más de ${Math.floor(bytes / 1024 ** 2)} MB.`,
      en: `It is larger than ${Math.floor(bytes / 1024 ** 2)} MB.`,
    },
    { code: 'DOCUWARE_TOO_LARGE' },
  )

export const notUnderstood = (what: string) =>
  new AppError(
    'gone',
    {
      es: `DocuWare respondió algo que no se entiende (${what}).`,
      en: `DocuWare answered something that can’t be understood (${what}).`,
    },
    { code: 'DOCUWARE_NOT_UNDERSTOOD' },
  )

export const leadsElsewhere = () =>
  new AppError(
    'gone',
    {
      es: 'DocuWare remite a otro servidor, y Folio no lo sigue.',
      en: 'DocuWare points to another server, and Folio does not follow.',
    },
    { code: 'DOCUWARE_ELSEWHERE' },
  )

export const noSuchThing = (what: { es: string; en: string }) =>
  new AppError('invalid', what, { code: 'DOCUWARE_NO_SUCH_THING' })

/** About one document alone: the rest can go on. */
export const isOfOneDocument = (error: unknown): error is AppError =>
  error instanceof AppError &&
  error.code.startsWith('DOCUWARE_') &&
  !['DOCUWARE_AWAY', 'DOCUWARE_SIGN_IN'].includes(error.code)
