import { day, duration, percent, wholeNumber } from '../parts/format.ts'
import { fill, wordsIn } from '../parts/words.ts'
import type { DashboardProps } from './dashboard-page.tsx'

/** What one looks for first: what waits, and how well and fast it goes. */
export const Tiles = ({ language, figures }: DashboardProps) => {
  const t = wordsIn(language)
  const { waiting, speed, accuracy } = figures
  return (
    <ul class="tiles">
      <Tile
        name={t.waitingNow}
        value={wholeNumber(waiting.count, language)}
        href="/invoices?status=waiting_validation&sort=created_at"
      >
        {waiting.oldest ? (
          <>
            <a href="/invoices?status=waiting_validation&ready=true">
              {fill(t.readyNow, { n: wholeNumber(waiting.ready, language) })}
            </a>
            <br />
            {fill(t.waitsSince, { at: day(waiting.oldest.toISOString().slice(0, 10), language) })}
          </>
        ) : (
          t.nothingWaits
        )}
      </Tile>
      <Tile
        name={t.straightThrough}
        value={accuracy.decided ? percent(accuracy.untouched / accuracy.decided, language) : '–'}
        href="/invoices?status=processed"
      >
        {accuracy.decided
          ? fill(t.straightThroughOf, {
              n: wholeNumber(accuracy.untouched, language),
              all: wholeNumber(accuracy.decided, language),
            })
          : t.notYetKnown}
      </Tile>
      <Tile
        name={t.decideSpeed}
        value={speed.decideSeconds === null ? '–' : duration(speed.decideSeconds, language)}
        href="/invoices?status=processed&sort=-updated_at"
      >
        {speed.decideSeconds === null ? t.notYetKnown : t.medianDeciding}
      </Tile>
      <Tile
        name={t.readSpeed}
        value={speed.readSeconds === null ? '–' : duration(speed.readSeconds, language)}
        href="/invoices"
      >
        {speed.readSeconds === null ? t.notYetKnown : t.medianReading}
      </Tile>
    </ul>
  )
}

interface TileProps {
  name: string
  value: string
  href: string
  children?: unknown
}

const Tile = ({ name, value, href, children }: TileProps) => (
  <li class="panel tile">
    <a href={href}>
      <span class="name">{name}</span>
      <strong>{value}</strong>
    </a>
    <p class="quiet">{children}</p>
  </li>
)
