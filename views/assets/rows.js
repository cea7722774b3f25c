// The lines and the taxes: as many rows as are needed, and amounts that follow.
import { all, one } from './select.js'

// Typing into the last one makes room for another; one that is removed is emptied, so that it can come back.
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
  let next = row.nextElementSibling
  while (next.hidden) next = next.nextElementSibling
  one('input', next).focus()
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
/** "1.234" is a thousand to one person and one and a bit to another: nothing follows from it. */
const number = (text) =>
  /^-?\d+([.,]\d{1,2})?$/.test(text.trim()) ? Number(text.trim().replace(',', '.')) : Number.NaN
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
