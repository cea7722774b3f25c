const reasonCharacters = 1000

/** The reason for a rejection, as a form brings it. */
export const reasonOf = (form: FormData) =>
  String(form.get('reason') ?? '')
    .replaceAll('\u0000', '')
    .toWellFormed()
    .trim()

export const reasonFault = (reason: string) =>
  reason === '' ? 'missing' : reason.length > reasonCharacters ? 'too_long' : undefined
