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

// A list that is left open does not grow for ever.
const longestList = 100
document.addEventListener('htmx:after:swap', () => {
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
