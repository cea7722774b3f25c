import type { Text } from './language.ts'

/** The kinds of things that go wrong. What each is over HTTP is `web/answer-error.ts`'s business. */
export type Kind =
  | 'malformed'
  | 'unauthenticated'
  | 'out-of-credit'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'stale'
  | 'too-large'
  | 'unsupported'
  | 'bad-range'
  | 'invalid'
  | 'too-many'
  | 'unavailable'

export interface Fault {
  /** Which of a list, where it is about one of many. */
  index?: number
  path: string
  message: string
}

interface More {
  /** A stable word a program can branch on; the kind itself unless said. */
  code?: string
  faults?: Fault[]
  /** Further members of the problem document. */
  extra?: Record<string, unknown>
  cause?: unknown
}

/** A failure with a reason a person can act on. */
export class AppError extends Error {
  readonly code: string
  readonly faults: Fault[]
  readonly extra: Record<string, unknown>

  constructor(
    readonly kind: Kind,
    readonly text: Text,
    more: More = {},
  ) {
    super(text.en, { cause: more.cause })
    this.name = 'AppError'
    this.code = more.code ?? kind.toUpperCase().replaceAll('-', '_')
    this.faults = more.faults ?? []
    this.extra = more.extra ?? {}
  }
}

/** A wrong setting or surrounding that stops the start: one line for the operator, and an exit code. */
export class StartError extends Error {
  constructor(
    message: string,
    readonly exitCode = 78,
  ) {
    super(message)
    this.name = 'StartError'
  }
}
