import type { Language, Text } from '../language.ts'

export type Outcome =
  | { file: string; kind: 'received'; invoice: number }
  | { file: string; kind: 'duplicate' | 'refused'; reason: string }
type Kind = Outcome['kind']

const labels: Record<Kind, Text> = {
  received: { es: 'recibidos', en: 'received' },
  duplicate: { es: 'ya estaban', en: 'here already' },
  refused: { es: 'rechazados', en: 'refused' },
}
const after: Text = {
  es: 'El servidor que esté en marcha los lee; si no hay ninguno, el próximo que arranque.',
  en: 'The server that runs reads them; if none does, the next one to start.',
}
const barWidth = 30
/** Back to the first column, and away with what stands there. */
const wipe = '\r\x1b[K'

/** A bar where somebody watches, a line a file where nobody does. */
export function createProgress(total: number, language: Language, isWatched: boolean) {
  const counts: Record<Kind, number> = { received: 0, duplicate: 0, refused: 0 }
  const done = () => counts.received + counts.duplicate + counts.refused
  const summary = () =>
    (Object.keys(labels) as Kind[]).map((kind) => `${counts[kind]} ${labels[kind][language]}`).join(', ')

  const line = (outcome: Outcome) => {
    const what = outcome.kind === 'received' ? `#${outcome.invoice}` : outcome.reason
    return `${done()}/${total} ${outcome.file}: ${what}\n`
  }
  const bar = () => {
    const filled = total ? Math.round((done() / total) * barWidth) : barWidth
    return `[${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}] ${done()}/${total}  ${summary()}`
  }
  return {
    count: (kind: Kind) => counts[kind],
    tell(outcome: Outcome): string {
      counts[outcome.kind]++
      if (!isWatched) return line(outcome)
      return `${wipe}${outcome.kind === 'refused' ? line(outcome) : ''}${bar()}`
    },
    end: () =>
      `${isWatched ? `${wipe}${bar()}\n` : `${summary()}\n`}${counts.received ? `${after[language]}\n` : ''}`,
  }
}
