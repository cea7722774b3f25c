import { onKey } from './keys.js'
import { all, one } from './select.js'

// Choosing: what is ticked stays so when its row is drawn anew, shift takes all between two.
const chosen = new Set()
let lastTicked
const ticks = () => [...all('#results .invoice .pick input')]

addEventListener('click', (event) => {
  const tick = event.target.closest?.('.invoice .pick input')
  if (!tick) return
  const list = ticks()
  const [from, to] = [list.findIndex(({ value }) => value === lastTicked), list.indexOf(tick)].sort(
    (a, b) => a - b,
  )
  if (event.shiftKey && from >= 0) for (const each of list.slice(from, to + 1)) each.checked = tick.checked
  lastTicked = tick.value
  keepChosen()
})
addEventListener('change', (event) => {
  if (event.target.id !== 'pick-all') return
  for (const tick of ticks()) tick.checked = event.target.checked
  keepChosen()
})

function keepChosen() {
  chosen.clear()
  for (const { checked, value } of ticks()) if (checked) chosen.add(value)
  showChosen()
}

function showChosen() {
  const which = one('#which')
  if (!which) return
  const [these] = which.options
  these.textContent = these.dataset.text.replace('{n}', chosen.size)
  if (!chosen.size) which.value = 'chosen'
  const every = one('#pick-all')
  every.checked = chosen.size > 0 && chosen.size === ticks().length
  every.indeterminate = chosen.size > 0 && !every.checked
}

// A list that is left open does not grow for ever.
const longestList = 100
let told = ''
document.addEventListener('htmx:after:swap', () => {
  if (!one('#newest-invoices .pick input:checked'))
    for (const item of [...all('#newest-invoices > li')].slice(longestList)) item.remove()
  const list = ticks()
  for (const tick of list) tick.checked = chosen.has(tick.value)
  if (chosen.size) keepChosen()
  showQuestion()
  follow()
})

// A list of one status follows its count, now and then, unless somebody is at work in it.
const followMs = 1_000
let following
function follow() {
  const count = one('.tabs [aria-current] .count')
  const now = count && `${count.id} ${count.textContent}`
  const moved = told.startsWith(`${count?.id} `) && told !== now
  told = now ?? ''
  if (moved && !following && one('#results[data-follows]')) following = setTimeout(catchUp, followMs)
}
function catchUp() {
  following = undefined
  if (!chosen.size && !one('dialog[open], #results :focus')) htmx.trigger(document.body, 'folio:back')
}

// The question before a deed opens over the list.
function showQuestion() {
  const dialog = one('#question')
  if (dialog?.firstElementChild && !dialog.open) dialog.showModal()
}
addEventListener('click', (event) => {
  const dialog = one('#question')
  if (!dialog?.open) return
  const closes =
    event.target === dialog || event.target.closest('#question [data-closes], #question [download]')
  if (!closes) return
  if (!event.target.closest('[download]')) event.preventDefault()
  dialog.close()
})
document.addEventListener(
  'close',
  (event) => event.target.id === 'question' && event.target.replaceChildren(),
  true,
)

// The list from end to end by keys; `?` tells them.
const rows = () => [...all('.invoices > li')]
const rowInHand = () => document.activeElement.closest('.invoices > li')

function step(by) {
  const list = rows()
  const at = list.indexOf(rowInHand())
  const next = list[at < 0 ? (by > 0 ? 0 : list.length - 1) : at + by]
  if (next) one('a[id]', next).focus()
  else one(by > 0 ? '.pager [rel=next]' : '.pager a')?.focus()
}

function tick(more) {
  const box = one('.pick input', rowInHand() ?? document.createElement('p'))
  if (box) box.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true, shiftKey: more }))
}

const decide = (action) =>
  one(`#bulk [value=${action}]`)?.checkVisibility() && one(`#bulk [value=${action}]`).click()
const commands = {
  j: () => step(1),
  k: () => step(-1),
  x: () => tick(false),
  X: () => tick(true),
  a: () => one('#pick-all')?.click(),
  c: () => decide('confirm'),
  r: () => decide('reject'),
  t: () => decide('retry'),
  e: () => decide('export'),
  v: () => one('#confirm-ready')?.click(),
  z: () => one('#undo')?.click(),
  u: () => one('#files')?.click(),
  '/': () => one('[type=search]')?.focus(),
}
addEventListener('keydown', (event) => onKey(event, commands))
