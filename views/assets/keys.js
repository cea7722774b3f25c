import { one } from './select.js'

// Keys do something where nobody types, and can be switched off: a letter may be meant for a reader of the screen.
const keysAreOff = () => document.documentElement.dataset.keys === 'off'
export function onKey(event, commands) {
  const { key, target, ctrlKey, metaKey, altKey } = event
  if (ctrlKey || metaKey || altKey || event.defaultPrevented || keysAreOff()) return
  if (
    one('dialog[open]') ||
    target.closest('input:not([type=checkbox]), textarea, select, [contenteditable]')
  )
    return
  if (!Object.hasOwn(commands, key)) return
  event.preventDefault()
  commands[key]()
}

const pages = { i: '/', d: '/dashboard', b: '/batches' }
const openKeys = () => one('#keys').showModal()
let goesOn = false
addEventListener('keydown', (event) => {
  const going = goesOn
  goesOn = false
  onKey(event, {
    '?': openKeys,
    g: () => {
      goesOn = true
    },
    ...(going && Object.hasOwn(pages, event.key)
      ? { [event.key]: () => location.assign(pages[event.key]) }
      : {}),
  })
})
addEventListener('click', (event) => {
  if (event.target.closest('#open-keys')) openKeys()
  if (event.target.id === 'keys' || event.target.closest('#close-keys')) one('#keys').close()
})
one('#use-keys').checked = !keysAreOff()
