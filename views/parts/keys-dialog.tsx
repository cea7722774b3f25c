import type { Language, Text } from '../../src/language.ts'
import { wordsIn } from './words.ts'

const everywhere: [string, Text][] = [
  ['?', { es: 'Esta ayuda', en: 'This help' }],
  ['g i', { es: 'Ir a la bandeja', en: 'Go to the inbox' }],
  ['g d', { es: 'Ir al panel', en: 'Go to the dashboard' }],
  ['g b', { es: 'Ir a los lotes', en: 'Go to the batches' }],
  ['/', { es: 'Buscar', en: 'Search' }],
]
const inbox: [string, Text][] = [
  ['j', { es: 'La siguiente', en: 'The next one' }],
  ['k', { es: 'La anterior', en: 'The one before' }],
  ['Enter', { es: 'Abrirla', en: 'Open it' }],
  ['x', { es: 'Elegirla', en: 'Choose it' }],
  ['Shift x', { es: 'Elegir hasta aquí', en: 'Choose up to here' }],
  ['a', { es: 'Elegir todas las de la página', en: 'Choose all of the page' }],
  ['c', { es: 'Confirmar las elegidas', en: 'Confirm the chosen ones' }],
  ['v', { es: 'Confirmar todas las listas', en: 'Confirm all that are ready' }],
  ['r', { es: 'Rechazar las elegidas', en: 'Reject the chosen ones' }],
  ['t', { es: 'Leer de nuevo las elegidas', en: 'Read the chosen ones again' }],
  ['e', { es: 'Exportar las elegidas', en: 'Export the chosen ones' }],
  ['z', { es: 'Deshacer', en: 'Undo' }],
  ['u', { es: 'Subir archivos', en: 'Upload files' }],
]
const review: [string, Text][] = [
  ['Enter', { es: 'Confirmar y ver la siguiente', en: 'Confirm and see the next one' }],
  ['Tab', { es: 'Primero, a lo dudoso', en: 'To what is doubtful first' }],
  ['Ctrl Enter', { es: 'Confirmar, también desde las líneas', en: 'Confirm, from the lines too' }],
  ['Ctrl s', { es: 'Guardar', en: 'Save' }],
  ['Esc', { es: 'Dejar de marcar una zona', en: 'Stop drawing a region' }],
]

/** What the keys do; opened by one of them. */
export const KeysDialog = ({ language }: { language: Language }) => {
  const t = wordsIn(language)
  return (
    <dialog id="keys" aria-labelledby="keys-title">
      <h2 id="keys-title">{t.keys}</h2>
      <div class="keys">
        <div>
          <Keys title={t.everywhere} keys={everywhere} language={language} />
          <Keys title={t.reviewing} keys={review} language={language} />
        </div>
        <Keys title={t.inbox} keys={inbox} language={language} />
      </div>
      <p class="ways">
        <label class="check">
          <input type="checkbox" id="use-keys" checked /> {t.useKeys}
        </label>
        <button type="button" id="close-keys" autofocus>
          {t.close}
        </button>
      </p>
    </dialog>
  )
}

const Keys = ({ title, keys, language }: { title: string; keys: [string, Text][]; language: Language }) => (
  <section>
    <h3>{title}</h3>
    <dl>
      {keys.map(([key, text]) => (
        <div>
          <dt>
            {key.split(' ').map((each) => (
              <kbd>{each}</kbd>
            ))}
          </dt>
          <dd>{text[language]}</dd>
        </div>
      ))}
    </dl>
  </section>
)
