import { fold, type Span, wordsOf } from '../text-lines.ts'
import { endsInForm } from './legal-forms.ts'
import { sameName } from './names.ts'

/** How far the reader's trust in these words is below what good print has. */
export function illegibility(spans: Span[]): number {
  const words = spans.flatMap(wordsOf)
  const trust = words.reduce((sum, { confidence }) => sum + confidence, 0) / (words.length || 1)
  return Math.max(0, 0.9 - trust)
}

const department =
  /(?<![a-z])(?:service (?:client|abonn|apres)|customer (?:service|care)|kunden(?:service|center)|atencion)/

/** What makes a text look less like a name: prose, a slogan, letters strewn by a bad reading. */
export function oddity(value: string): number {
  const words = value.split(/\s+/)
  const small = words.filter((word) => /^\p{Ll}{2,}$/u.test(word)).length
  let odd = 0
  if (/[!?¡¿]/.test(value)) odd += 1.5
  if (department.test(fold(value))) odd += 1.5
  if (/\.(?:com|net|org)(?![a-z])/i.test(value)) odd += 1.5
  if (/^\p{Ll}/u.test(value) && words.length > 1) odd += 1
  if (/\p{Ll}\.$/u.test(value) && words.length > 2 && !endsInForm(value)) odd += 1
  if (words.length > 6) odd += 0.25 * (words.length - 6)
  if (small > words.length / 2) odd += 0.8
  if (words.filter((word) => word.replace(/[^\p{L}\d]/gu, '').length <= 1).length > words.length / 2) odd += 1
  if (sameName(value).length < 4) odd += 0.5
  if (/[^\p{L}\d\s.,&'’()/+*-]/u.test(value)) odd += 0.7
  return odd
}
