import { type Span, textOf } from '../text-lines.ts'

/** Codes before a name, in brackets or mostly digits. */
const code = /^(?:[[(*#]{1,2}[\w.-]*\d[\w.-]*[\])*#]{1,2}|(?=(?:[^\d\s]*\d){4})[\dA-Z./-]+)\s+(?=.*\p{L}{2})/u
const trimmed = /^[\s:;,.*#|•·+-]+|[\s:;,*#|•·-]+$/g

/** The printed description of a thing, without its code. */
export const nameOf = (spans: Span[]): string =>
  spans.map(textOf).join(' ').replace(trimmed, '').replace(code, '').replace(trimmed, '').slice(0, 500)
