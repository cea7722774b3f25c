// Everything here is an addition: without it the same forms and links do the same work.
const one = (selector, within = document) => within.querySelector(selector)
const all = (selector, within = document) => within.querySelectorAll(selector)

// Uploads: each file by itself, a few at once, with its own progress.
const sendingAtOnce = 3
const waiting = []
let sending = 0

function upload(files) {
  const list = one('#uploads')
  if (!list) return
  for (const file of files) {
    const item = document.createElement('li')
    const name = document.createElement('span')
    const bar = document.createElement('progress')
    const outcome = document.createElement('span')
    name.className = 'file'
    name.textContent = file.name
    outcome.className = 'outcome'
    outcome.textContent = list.dataset.waiting
    bar.max = 1
    bar.value = 0
    bar.setAttribute('aria-label', file.name)
    item.append(name, bar, outcome)
    list.prepend(item)
    waiting.push({ file, item, bar, outcome })
  }
  sendNext()
}

function sendNext() {
  while (sending < sendingAtOnce && waiting.length) send(waiting.shift())
}

function send({ file, item, bar, outcome }) {
  const request = new XMLHttpRequest()
  const body = new FormData()
  body.append('files', file)
  sending++
  request.upload.onprogress = (event) => {
    bar.value = event.loaded / event.total
    outcome.textContent = `${Math.round(bar.value * 100)} %`
  }
  request.onloadend = () => {
    sending--
    if (new URL(request.responseURL || location).pathname === '/sign-in') location.assign('/sign-in')
    const answer = document.createElement('template')
    answer.innerHTML = request.status && request.status < 500 ? request.responseText : ''
    const items = all('li', answer.content)
    if (items.length) item.replaceWith(...items)
    else {
      item.className = 'refused'
      bar.remove()
      outcome.textContent = one('#uploads').dataset.failed
    }
    sendNext()
  }
  request.open('POST', one('#upload').action)
  request.setRequestHeader('HX-Request', 'true')
  request.send(body)
}

const carriesFiles = (event) => event.dataTransfer?.types.includes('Files') && one('#upload')
const showDrop = (shown) => one('.upload')?.classList.toggle('dropping', shown)
addEventListener('dragover', (event) => {
  if (!carriesFiles(event)) return
  event.preventDefault()
  showDrop(true)
})
addEventListener('dragleave', (event) => event.relatedTarget || showDrop(false))
addEventListener('drop', (event) => {
  if (!carriesFiles(event)) return
  event.preventDefault()
  showDrop(false)
  upload(event.dataTransfer.files)
})
addEventListener('paste', (event) => event.clipboardData.files.length && upload(event.clipboardData.files))
addEventListener('change', (event) => {
  if (event.target.id !== 'files') return
  upload(event.target.files)
  event.target.value = ''
})

// Rows: typing into the last one makes room for another.
addEventListener('input', (event) => {
  const row = event.target.closest('[data-grows] tr')
  if (!row || row.nextElementSibling || !event.target.value) return
  const fresh = row.cloneNode(true)
  for (const fault of all('.fault', fresh)) fault.remove()
  for (const input of all('input', fresh)) {
    input.value = ''
    input.removeAttribute('aria-invalid')
  }
  row.after(fresh)
  numberRows(row.parentElement)
})
addEventListener('click', (event) => {
  const row = event.target.closest('[data-remove]')?.closest('tr')
  if (!row) return
  const rows = row.parentElement
  const next = row.nextElementSibling
  if (!next) return
  row.remove()
  numberRows(rows)
  one('input', next).focus()
  one('#review').dataset.touched = 'true'
})

function numberRows(rows) {
  for (const [index, row] of [...rows.children].entries())
    for (const named of all('[aria-label]', row)) named.ariaLabel = named.ariaLabel.replace(/\d+$/, index + 1)
}

// The field in hand is shown on the page, and a box on the page leads to its field.
addEventListener('focusin', (event) => {
  for (const box of all('.boxes .here')) box.classList.remove('here')
  const name = event.target.name?.split('.')[0]
  const box = name && event.target.closest('#review') && document.getElementById(`box-${name}`)
  if (!box) return
  box.classList.add('here')
  reveal(box)
})
addEventListener('click', (event) => {
  const link = event.target.closest?.('a')
  const href = link?.getAttribute('href') ?? ''
  const aim = /^#(field|box)-/.test(href) && document.getElementById(href.slice(1))
  if (!aim) return
  event.preventDefault()
  if (href.startsWith('#field-')) return aim.focus()
  for (const box of all('.boxes .here')) box.classList.remove('here')
  aim.classList.add('here')
  reveal(aim, true)
})

// Only the pictures scroll: the form stays where the person is.
function reveal(box, wanted = false) {
  const pictures = box.closest('.pictures')
  const place = box.getBoundingClientRect()
  const frame = pictures.getBoundingClientRect()
  if (place.top < frame.top || place.bottom > frame.bottom)
    pictures.scrollBy({ top: place.top - frame.top - frame.height / 3 })
  if (wanted && (frame.bottom < 0 || frame.top > innerHeight)) pictures.scrollIntoView()
}

// What was typed is not left behind by accident.
addEventListener('input', (event) => {
  const form = event.target.closest('#review')
  if (form) form.dataset.touched = 'true'
})
// sent by htmx, the form is replaced by the answer, or stays if there is none
addEventListener('submit', (event) => {
  if (!event.defaultPrevented) delete event.target.dataset.touched
})
addEventListener('beforeunload', (event) => {
  if (one('#review')?.dataset.touched) event.preventDefault()
})
document.addEventListener('htmx:config:request', (event) => {
  const form = one('#review')
  const leaves = event.detail.ctx.sourceElement.matches('a') && form?.dataset.touched
  if (leaves && !confirm(form.dataset.leaving)) event.preventDefault()
})

// A changed invoice says so where its form is older; one's own change under way is no news.
function showChanged() {
  const version = Number(one('#review [name=version]')?.value ?? Number.NaN)
  for (const panel of all('[data-version]'))
    panel.hidden = all('form.htmx-request').length > 0 || !(Number(panel.dataset.version) > version)
}

// A list that is left open does not grow for ever.
const longestList = 100
document.addEventListener('htmx:after:swap', () => {
  showChanged()
  for (const item of [...all('#newest-invoices > li')].slice(longestList)) item.remove()
})

// Empty fields of a form do not belong in an address.
document.addEventListener('htmx:config:request', (event) => {
  const { request } = event.detail.ctx
  if (request.method !== 'GET' || !request.body) return
  for (const [name, value] of [...request.body]) if (value === '') request.body.delete(name)
})

// The address follows where a page leads, not where a form was sent to.
document.addEventListener('htmx:before:history:update', (event) => {
  const { history, response } = event.detail
  const isSamePage = new URL(history.path, location).pathname === location.pathname
  if (response?.status >= 400 || (isSamePage && one('#review'))) event.preventDefault()
})
document.addEventListener('htmx:after:history:push', () => {
  if (one('#filters:focus-within, #results :focus')) return
  setTimeout(() => {
    scrollTo(0, 0)
    if (document.activeElement === document.body) one('#main').focus({ preventScroll: true })
  })
})

// What went wrong on the way is said; the page stays as it is.
const flash = one('#flash')
const say = (text) => {
  flash.textContent = text
  flash.hidden = !text
}
document.addEventListener('htmx:before:request', () => say(''))
document.addEventListener('htmx:error', () => say(flash.dataset.notSent))
document.addEventListener('htmx:response:error', (event) => {
  if (event.detail.ctx.response.status >= 500) say(flash.dataset.notSent)
})
document.addEventListener('htmx:before:response', (event) => {
  const { raw } = event.detail.ctx.response
  if (!raw.redirected || new URL(raw.url).pathname !== '/sign-in') return
  event.preventDefault()
  location.assign('/sign-in')
})

// The first connection tells all since the page was made; after a break the page asks how things are.
document.addEventListener('htmx:ws:after:connection', (event) => {
  const { connection } = event.detail
  if (!connection.url.includes('since=')) return htmx.trigger(document.body, 'folio:back')
  connection.url = connection.url.replace(/&since=\d+/, '')
})
