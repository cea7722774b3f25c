import type { Found } from '../found.ts'
import type { BuiltIn } from '../read-built-in.ts'

/** In the listing of an XML in no format we know, each line begins with an element's name, which is no value. */
export const withoutElementNames = ({ findings, checks }: BuiltIn): BuiltIn => ({
  findings: Object.fromEntries(
    Object.entries(findings).filter(
      ([, found]) => !(found as Found<unknown> | undefined)?.spans.some(({ from }) => from === 0),
    ),
  ),
  checks,
})
