/** Tells whether an error means that the database can't be reached now, and the same request may succeed later. */
export const isDatabaseDown = (error: unknown) =>
  causesOf(error).some(
    ({ code, syscall }) =>
      code !== undefined && (down.test(code) || (code === 'ENOENT' && syscall === 'connect')),
  )

/** The SQLSTATE of an error, also where the query builder or the driver has wrapped it. */
export const sqlState = (error: unknown) =>
  causesOf(error).find(({ code }) => code && /^[0-9A-Z]{5}$/.test(code))?.code

// 57P05 is an idle session ended by the server; 53300 too many connections.
const down =
  /^(57P0[1-5]|08...|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/

const causesDeep = 8

function causesOf(error: unknown, depth = 0): { code?: string; syscall?: string }[] {
  if (depth > causesDeep || typeof error !== 'object' || error === null) return []
  const { code, syscall, cause, errors } = error as Record<string, unknown>
  return [
    { code: code === undefined ? undefined : String(code), syscall: syscall as string | undefined },
    ...causesOf(cause, depth + 1),
    ...(Array.isArray(errors) ? errors.flatMap((one) => causesOf(one, depth + 1)) : []),
  ]
}
