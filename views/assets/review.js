// The form of an invoice under review. Everything here is an addition: without it the same form does the same work.
import './page-view.js'
import './pick-value.js'
import './rows.js'
import './take-selection.js'
import './unsaved.js'
import { all, one } from './select.js'

// Enter confirms and shows the next one: an Enter meant for the one before must not confirm this one unseen.
const unseenMs = 400

// Doubtful fields come first: Tab leads through them once, and then goes on as ever.
let form
let unseen = []
function begin() {
  if (form === one('#review')) return
  form = one('#review')
  if (!form) return
  const shown = form
  setTimeout(() => {
    shown.dataset.ready = 'true'
  }, unseenMs)
  unseen = [...all('[data-doubt]', form)].sort((a, b) => a.dataset.doubt - b.dataset.doubt)
  see(document.activeElement)
}
const see = (field) => {
  unseen = unseen.filter((each) => each !== field && !(each.matches('fieldset') && each.contains(field)))
}
addEventListener('focusin', (event) => see(event.target))
document.addEventListener('htmx:after:swap', begin)

/** What a key does leaves the browser to do the rest. */
const asEver = Symbol('as ever')
const isMeant = (event) => form.dataset.ready && !event.repeat
const keys = {
  Enter: (event) => (isMeant(event) ? enter(event.target) : undefined),
  'Control+Enter': (event) => isMeant(event) && form.requestSubmit(one('#confirm')),
  'Control+s': () => form.requestSubmit(one('#save')),
  Tab: toDoubtful,
}
addEventListener('keydown', (event) => {
  if (!form?.isConnected || event.isComposing) return
  const control = event.ctrlKey || event.metaKey ? 'Control+' : ''
  const does = keys[control + (event.shiftKey ? 'Shift+' : '') + event.key]
  if (!does || !(control || form.contains(event.target))) return
  if (does(event) !== asEver) event.preventDefault()
})

/** In a cell, as in any sheet of them, to the one below; elsewhere it confirms. */
function enter(field) {
  const cell = field.closest('[data-grows] input')
  if (!cell) return asEver
  const column = [...all(`[name="${cell.name}"]`, cell.closest('tbody'))]
  column[column.indexOf(cell) + 1]?.focus()
}

function toDoubtful() {
  const [next] = unseen
  if (!next) return asEver
  next.closest('details')?.setAttribute('open', '')
  const field = next.matches('fieldset') ? one('input', next) : next
  see(next)
  field.focus()
  field.select?.()
}

begin()
