import type { WatchedPlace } from '../../src/intake/arrivals.table.ts'
import type { Language } from '../../src/language.ts'
import { PlaceState } from './place-state.tsx'
import { settingsWordsIn } from './settings-words.ts'

export const FolderPanel = ({ places, language }: { places: WatchedPlace[]; language: Language }) => {
  const t = settingsWordsIn(language)
  return (
    <section class="panel" aria-labelledby="folder">
      <h2 id="folder">{t.folder}</h2>
      {places.map((place) => (
        <PlaceState place={place} language={language} />
      ))}
      <p class="quiet">{places.length ? t.folderIs : t.folderHow}</p>
    </section>
  )
}
