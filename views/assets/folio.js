// Everything here is an addition: without it the same forms and links do the same work.
import './inbox.js'
import './keys.js'
import './uploads.js'
import { one } from './select.js'

// On a telephone the menu is wider than the screen.
one('.menu [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })

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
