// What is printed on the page goes into the field in hand: a click on a word, or a region that is read again.
import { light } from './page-view.js'
import { all, one } from './select.js'

let last
addEventListener('focusin', ({ target: field }) => {
  if (field.matches('#review :is(input, textarea)')) last = { field, invoice: one('#review').action }
})
/** The field that a value is for: the last one the person was in; in a form that came back, the same one. */
export function fieldInHand() {
  if (last?.field.isConnected) return last.field
  const isSame = last?.invoice === one('#review')?.action
  return (isSame && document.getElementById(last.field.id)) || one('#review :is(input, textarea)[autofocus]')
}

const say = (text) => {
  if (one('#picked')) one('#picked').textContent = text
}

export async function pick(page, place, event) {
  const field = fieldInHand()
  const words = one('#picked').dataset
  if (!field) return (event && leadToBox(event)) || say(words.choose)
  if (place.box) say(words.reading)
  const answer = await fetch(`${one('.pages').dataset.pages}/${page}/value`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ field: field.name, ...place }),
  }).catch(() => undefined)
  if (!answer?.ok) return say(words.failed)
  const { value, typed, box } = await answer.json()
  // meanwhile another invoice may be here
  if (!field.isConnected) return
  if (value !== null) return put(field, typed, { page, box })
  if (event && leadToBox(event)) return
  say(words.nothing.replace('{field}', nameOf(field)))
}

export const nameOf = (field) => field.ariaLabel ?? field.labels[0]?.textContent ?? field.name

/** As if it were typed, so that the browser can undo it. */
export function put(field, text, place) {
  field.focus({ preventScroll: true })
  field.select?.()
  if (field.type === 'date' || !document.execCommand('insertText', false, text)) {
    field.value = text
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  say(`${nameOf(field)}: ${text}`)
  const kept = one(`[name="place.${field.name}"]`)
  if (!place || !kept) return
  kept.value = [place.page, ...place.box].join(' ')
  draw(field.name, place)
}

// what is typed by hand stands nowhere on the page
addEventListener('input', ({ target }) => {
  const kept = target.name && target.closest('#review') && one(`[name="place.${target.name}"]`)
  if (kept) kept.value = ''
})

function draw(name, { page, box: [x0, y0, x1, y1] }) {
  const boxes = one(`#page-${page} .boxes`)
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  document.getElementById(`box-${name}`)?.remove()
  const shape = { id: `box-${name}`, x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: 'sure' }
  for (const [attribute, value] of Object.entries(shape)) rect.setAttribute(attribute, value)
  rect.setAttribute('vector-effect', 'non-scaling-stroke')
  boxes.append(rect)
  light(rect)
}

function leadToBox({ clientX, clientY }) {
  const box = document
    .elementsFromPoint(clientX, clientY)
    .find((each) => each.matches('.boxes a rect:not(.wide)'))
  if (box) document.getElementById(box.id.replace('box-', 'field-'))?.focus()
  return Boolean(box)
}

/** A place of the window as shares of a page, however that is turned. */
export function onPage(sheet, { clientX, clientY }) {
  const boxes = one('.boxes', sheet)
  const { x, y } = new DOMPoint(clientX, clientY).matrixTransform(boxes.getScreenCTM().inverse())
  return [x, y].map((share) => Math.min(1, Math.max(0, share)))
}
export const pageOf = (sheet) => sheet.closest('figure').dataset.page

addEventListener('click', (event) => {
  const sheet = event.target.closest('.words tspan') && event.target.closest('.sheet')
  if (!sheet || isDrawing() || !getSelection().isCollapsed) return
  if (one('#review')) pick(pageOf(sheet), { at: onPage(sheet, event) }, event)
  else leadToBox(event)
})
addEventListener('click', ({ target }) => {
  const { put: text, into } = target.dataset ?? {}
  if (into) put(document.getElementById(into), text)
})

// A region: drawn from corner to corner, or with one click for each.
const button = () => one('[data-view=region]')
const isDrawing = () => button()?.ariaPressed === 'true'
function draws(isOn) {
  button().ariaPressed = String(isOn)
  one('.pages').classList.toggle('drawing', isOn)
  if (!isOn) for (const each of all('.region')) each.remove()
  start = undefined
}
let start
const slip = 0.004

addEventListener('click', ({ target }) => target.closest?.('[data-view=region]') && draws(!isDrawing()))
addEventListener('keydown', ({ key }) => key === 'Escape' && isDrawing() && draws(false))
addEventListener('pointerdown', (event) => {
  const sheet = isDrawing() && event.target.closest('.pages .sheet')
  if (!sheet) return
  event.preventDefault()
  if (start?.sheet === sheet) return
  for (const each of all('.region')) each.remove()
  const rect = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
  rect.setAttribute('class', 'region')
  rect.setAttribute('vector-effect', 'non-scaling-stroke')
  one('.boxes', sheet).append(rect)
  start = { sheet, rect, at: onPage(sheet, event) }
})
addEventListener('pointermove', (event) => {
  if (!start) return
  const [x0, y0, x1, y1] = boxTo(event)
  for (const [name, value] of Object.entries({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 }))
    start.rect.setAttribute(name, value)
})
addEventListener('pointerup', (event) => {
  if (!start) return
  const box = boxTo(event)
  if (box[2] - box[0] < slip || box[3] - box[1] < slip) return
  const page = pageOf(start.sheet)
  draws(false)
  pick(page, { box })
})
function boxTo(event) {
  const [a, b] = [start.at, onPage(start.sheet, event)]
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1])]
}
