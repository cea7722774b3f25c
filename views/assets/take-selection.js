// Text selected on the page goes into the field in hand once that is asked for: selecting alone may be for copying.
import { fieldInHand, nameOf, onPage, pageOf, pick, put } from './pick-value.js'
import { one } from './select.js'

let taken
document.addEventListener('selectionchange', () => {
  const button = one('#take-selection')
  if (!button) return
  taken = selected()
  button.hidden = !taken
  if (taken) button.textContent = button.dataset.text.replace('{field}', nameOf(taken.field))
})

function selected() {
  const selection = getSelection()
  const field = fieldInHand()
  const words = !selection.isCollapsed && selection.anchorNode.parentElement?.closest('.words')
  const text = words ? String(selection).replace(/\s+/g, ' ').trim() : ''
  const sheet = text && words.closest('.sheet')
  return sheet && field
    ? { field, text, page: pageOf(sheet), box: boxOf(selection.getRangeAt(0), sheet) }
    : undefined
}

function boxOf(range, sheet) {
  const { left, top, right, bottom } = range.getBoundingClientRect()
  const [a, b] = [
    onPage(sheet, { clientX: left, clientY: top }),
    onPage(sheet, { clientX: right, clientY: bottom }),
  ]
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])]
}

/** Amounts, dates and the like are read where the selection begins; names and addresses are taken as they stand. */
const isRead = ({ type, inputMode, name }) =>
  type === 'date' || inputMode === 'decimal' || /tax_id$|^currency$/.test(name)

addEventListener('pointerdown', (event) => event.target.id === 'take-selection' && event.preventDefault())
addEventListener('click', ({ target }) => {
  if (target.id !== 'take-selection' || !taken) return
  const { field, text, page, box } = taken
  const [x0, y0, , y1] = box
  if (isRead(field)) pick(page, { at: [x0 + 0.002, (y0 + y1) / 2] })
  else put(field, text, { page, box })
})
