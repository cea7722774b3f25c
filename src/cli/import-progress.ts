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
  let done = 0
  const summary = () =>
    (Object.keys(labels) as Kind[]).map((kind) => `${counts[kind]} ${labels[kind][language]}`).join(', ')

  const line = (outcome: Outcome) => {
    const what = outcome.kind === 'received' ? `#${outcome.invoice}` : outcome.reason
    return `${done}/${total} ${outcome.file}: ${what}\n`
  }
  const bar = () => {
    const filled = total ? Math.round((done / total) * barWidth) : barWidth
    return `[${'█'.repeat(filled)}${'·'.repeat(barWidth - filled)}] ${done}/${total}  ${summary()}`
  }
  return {
    count: (kind: Kind) => counts[kind],
    /** What became of one file: of all that is in it, where it is a ZIP. */
    tell(outcomes: Outcome[]): string {
      done++
      for (const { kind } of outcomes) counts[kind]++
      if (!isWatched) return outcomes.map(line).join('')
      const refused = outcomes.filter(({ kind }) => kind === 'refused')
      return `${wipe}${refused.map(line).join('')}${bar()}`
    },
    end: () =>
      `${isWatched ? `${wipe}${bar()}\n` : `${summary()}\n`}${counts.received ? `${after[language]}\n` : ''}`,
  }
}
