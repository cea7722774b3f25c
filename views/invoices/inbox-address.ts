export type InboxValues = Partial<Record<string, string>>

/** Where the inbox shows just this: all that narrows and orders it is in its address. */
export function inboxAddress(values: InboxValues) {
  const given = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]))
  return given.length ? `/invoices?${new URLSearchParams(given)}` : '/invoices'
}
