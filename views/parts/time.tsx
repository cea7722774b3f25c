import type { Language } from '../../src/language.ts'
import { moment } from './format.ts'

export const Time = ({ at, language }: { at: Date; language: Language }) => (
  <time datetime={at.toISOString()}>{moment(at, language)}</time>
)
