// The page beside the form: nearer or farther, turned, and at the place of the field in hand.
import { all, one } from './select.js'

const zooms = [1, 1.25, 1.5, 2, 3, 4]
const isNarrow = matchMedia('(max-width: 40rem)')

// How a page was looked at outlives the form's coming back; how near, the invoice too.
let view = { zoom: isNarrow.matches ? 2 : 1 }
function keepView() {
  const pages = one('.pages')
  if (!pages) return
  const invoice = pages.dataset.pages
  if (view.invoice !== invoice) view = { invoice, zoom: view.zoom, turns: {}, left: 0, top: 0 }
  pages.style.setProperty('--zoom', view.zoom)
  for (const [page, turn] of Object.entries(view.turns)) turnTo(one(`#page-${page} .turned`), turn)
  pages.scrollTo(view.left, view.top)
  pages.addEventListener('scroll', () =>
    Object.assign(view, { left: pages.scrollLeft, top: pages.scrollTop }),
  )
}

function zoom(isNearer) {
  const pages = one('.pages')
  const next = isNearer ? zooms.find((each) => each > view.zoom) : zooms.findLast((each) => each < view.zoom)
  if (!next) return
  const middle = [pages.scrollLeft + pages.clientWidth / 2, pages.scrollTop + pages.clientHeight / 2]
  const grown = next / view.zoom
  view.zoom = next
  pages.style.setProperty('--zoom', next)
  pages.scrollTo(middle[0] * grown - pages.clientWidth / 2, middle[1] * grown - pages.clientHeight / 2)
}

function turnTo(sheet, turn) {
  const picture = one('.sheet > :first-child', sheet)
  sheet.dataset.turn = turn
  sheet.style.setProperty('--ratio', picture.getAttribute('width') / picture.getAttribute('height'))
}

function turn() {
  const frame = one('.pages').getBoundingClientRect()
  const shown = [...all('.pages figure')].find((each) => each.getBoundingClientRect().bottom > frame.top + 40)
  const page = shown.dataset.page
  view.turns[page] = ((view.turns[page] ?? 0) + 90) % 360
  turnTo(one('.turned', shown), view.turns[page])
}

const does = { nearer: () => zoom(true), farther: () => zoom(false), turn }
addEventListener('click', (event) => does[event.target.closest?.('[data-view]')?.dataset.view]?.())

// The field in hand is shown on the page, and a box on the page leads to its field.
const lightFor = (field) => {
  const name = field.closest?.('#review') && (field.name || field.id.replace('field-', ''))
  if (name) light(document.getElementById(`box-${name.split('.')[0]}`))
}
addEventListener('focusin', (event) => lightFor(event.target))
addEventListener('click', (event) => {
  const link = event.target.closest?.('a')
  const href = link?.getAttribute('href') ?? ''
  const aim = /^#(field|box|page)-/.test(href) && document.getElementById(href.slice(1))
  if (!aim) return
  event.preventDefault()
  if (href.startsWith('#field-')) lead(aim)
  else if (href.startsWith('#box-')) light(aim, true)
  else one('.pages').scrollTo({ top: aim.offsetTop - one('.pages').offsetTop })
})

function lead(field) {
  field.closest('details')?.setAttribute('open', '')
  const aim = field.matches('fieldset') ? one('input', field) : field
  aim.focus()
}

export function light(box, isWanted = false) {
  for (const each of all('.boxes .here')) each.classList.remove('here')
  if (!box) return
  box.classList.add('here')
  reveal(box, isWanted)
}

// Only the pictures scroll: the form stays where the person is.
function reveal(box, isWanted) {
  const pages = box.closest('.pages')
  const place = box.getBoundingClientRect()
  const frame = pages.getBoundingClientRect()
  const isOut =
    place.top < frame.top ||
    place.bottom > frame.bottom ||
    place.left < frame.left ||
    place.right > frame.right
  if (isOut)
    pages.scrollBy({
      top: place.top - frame.top - frame.height / 3,
      left: place.left - frame.left - Math.max(0, frame.width - place.width) / 2,
    })
  if (isWanted && (frame.bottom < 0 || frame.top > innerHeight)) pages.scrollIntoView()
}

let pagesKept
function keepOnce() {
  if (one('.pages') === pagesKept) return
  pagesKept = one('.pages')
  keepView()
  lightFor(document.activeElement)
}
document.addEventListener('htmx:after:swap', keepOnce)
keepOnce()
