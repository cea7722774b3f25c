import type { Status } from '../../src/invoices/life.ts'
import type { Language } from '../../src/language.ts'
import { statusLabels } from './labels.ts'

export const StatusBadge = ({ status, language }: { status: Status; language: Language }) => (
  <span class={`badge ${status}`}>{statusLabels[status][language]}</span>
)
