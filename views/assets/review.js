// The form of an invoice under review. Everything here is an addition: without it the same form does the same work.
import './page-view.js'
import './pick-value.js'
import { all, one } from './select.js'

// Enter confirms and shows the next one: an Enter meant for the one before must not confirm this one unseen.
const unseenMs = 400

// Doubtful fields come first: Tab leads through them once, and then goes on as ever.
let form
let unseen = []
function begin() {
  showChanged()
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

// Rows: typing into the last one makes room for another; one that is removed is emptied, so that it can come back.
addEventListener('input', (event) => {
  const row = event.target.closest?.('[data-grows] tr')
  if (!row) return
  multiply(row, event.target)
  if (row.nextElementSibling || !event.target.value) return
  const fresh = row.cloneNode(true)
  for (const fault of all('.fault', fresh)) fault.remove()
  for (const input of all('input', fresh)) {
    input.value = ''
    input.setAttribute('value', '')
    input.removeAttribute('aria-invalid')
  }
  row.after(fresh)
  numberRows(row.parentElement)
})
addEventListener('click', (event) => {
  const row = event.target.closest('[data-remove]')?.closest('tr')
  if (!row?.nextElementSibling) return
  for (const input of all('input', row)) input.value = ''
  row.hidden = true
  numberRows(row.parentElement)
  one(
    'input',
    [...row.parentElement.children].find((each) => each.compareDocumentPosition(row) & 2 && !each.hidden),
  ).focus()
  one('input', row).dispatchEvent(new Event('input', { bubbles: true }))
})

function numberRows(rows) {
  for (const [index, row] of [...rows.children].filter((each) => !each.hidden).entries())
    for (const named of all('[aria-label]', row)) named.ariaLabel = named.ariaLabel.replace(/\d+$/, index + 1)
}

// The amount of a line follows from its quantity and price for as long as nobody types another.
function multiply(row, typed) {
  const cell = (column) => one(`[name="products.${column}"]`, row)
  const total = cell('total_price')
  if (!total || !/\.(quantity|unit_price)$/.test(typed.name)) return
  if (total.value && total.value !== total.dataset.follows) return
  const product = number(cell('quantity').value) * number(cell('unit_price').value)
  total.value = Number.isNaN(product) ? '' : written(product)
  total.dataset.follows = total.value
}
const number = (text) =>
  /^-?\d+([.,]\d+)?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN
const written = (value) =>
  new Intl.NumberFormat(document.documentElement.lang, {
    useGrouping: false,
    minimumFractionDigits: Number.isInteger(value) ? 0 : 2,
    maximumFractionDigits: 2,
  }).format(value)

addEventListener('reset', (event) => {
  for (const row of all('[data-grows] tr', event.target)) row.hidden = false
  for (const place of all('[name^="place."]', event.target)) place.value = ''
  setTimeout(() => {
    event.target.dispatchEvent(new Event('input', { bubbles: true }))
    delete event.target.dataset.touched
  })
})

// What was typed is not left behind by accident.
addEventListener('input', (event) => {
  const touched = event.target.closest?.('#review')
  if (touched) touched.dataset.touched = 'true'
})
// sent by htmx, the form is replaced by the answer, or stays if there is none
addEventListener('submit', (event) => {
  if (!event.defaultPrevented) delete event.target.dataset.touched
})
addEventListener('beforeunload', (event) => {
  if (form?.isConnected && form.dataset.touched) event.preventDefault()
})
document.addEventListener('htmx:config:request', (event) => {
  const leaves = event.detail.ctx.sourceElement.matches('a') && form?.isConnected && form.dataset.touched
  if (leaves && !confirm(form.dataset.leaving)) event.preventDefault()
})

// A changed invoice says so where its form is older; one's own change under way is no news.
function showChanged() {
  const version = Number(one('#review [name=version]')?.value ?? Number.NaN)
  for (const panel of all('[data-version]'))
    panel.hidden = all('form.htmx-request').length > 0 || !(Number(panel.dataset.version) > version)
}

begin()
