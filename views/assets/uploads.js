import { one } from './select.js'

// Each file is sent by itself, a few at once, with its own progress; what the server answers takes its place.
const sendingAtOnce = 3
const unsent = []
let sending = 0
const sent = { all: 0, done: 0, refused: 0 }

const part = (name, properties) => Object.assign(document.createElement(name), properties)

function take(files) {
  const list = one('#uploads')
  if (!list) return
  for (const file of files) {
    const item = document.createElement('li')
    const bar = part('progress', { max: 1, value: 0, ariaLabel: file.name })
    const outcome = part('span', { className: 'outcome', textContent: list.dataset.waiting })
    item.append(part('span', { className: 'file', textContent: file.name }), bar, outcome)
    list.prepend(item)
    unsent.push({ file, item, bar, outcome })
    sent.all++
  }
  sendNext()
}

function sendNext() {
  while (sending < sendingAtOnce && unsent.length) send(unsent.shift())
  const sum = one('#uploads-sum')
  if (!sum) return
  sum.hidden = sent.all < 2
  sum.textContent = sum.dataset.text.replace(/\{(\w+)\}/g, (_, name) => sent[name])
}

function send(upload) {
  const { file, item, bar, outcome } = upload
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
    const items = [...answer.content.children].filter((each) => each.matches('li'))
    if (items.length) {
      sent.done++
      if (request.status >= 400) sent.refused++
      item.replaceWith(...items)
    } else offerAgain(upload)
    sendNext()
  }
  request.open('POST', one('#upload').action)
  request.setRequestHeader('HX-Request', 'true')
  request.send(body)
}

function offerAgain({ file, item, bar, outcome }) {
  const { failed, again } = one('#uploads').dataset
  const button = part('button', { type: 'button', textContent: again })
  button.onclick = () => {
    item.remove()
    sent.all--
    take([file])
  }
  item.className = 'refused'
  bar.remove()
  outcome.textContent = failed
  item.append(button)
}

// A folder is dropped with all that is in it.
async function filesIn(entry) {
  if (entry.isFile) return [await new Promise((found, lost) => entry.file(found, lost))]
  const reader = entry.createReader()
  const files = []
  for (;;) {
    const some = await new Promise((found, lost) => reader.readEntries(found, lost))
    if (!some.length) return files
    for (const each of some) files.push(...(await filesIn(each)))
  }
}

const carriesFiles = (event) => event.dataTransfer?.types.includes('Files') && one('#upload')
const showDrop = (shown) => document.documentElement.classList.toggle('dropping', shown)
addEventListener('dragover', (event) => {
  if (!carriesFiles(event)) return
  event.preventDefault()
  showDrop(true)
})
addEventListener('dragleave', (event) => event.relatedTarget || showDrop(false))
addEventListener('drop', async (event) => {
  if (!carriesFiles(event)) return
  event.preventDefault()
  showDrop(false)
  // only as long as the event lasts are its entries known
  const entries = [...event.dataTransfer.items].flatMap((item) => item.webkitGetAsEntry?.() ?? [])
  if (!entries.length) return take(event.dataTransfer.files)
  for (const entry of entries) take(await filesIn(entry))
})
addEventListener('paste', (event) => event.clipboardData.files.length && take(event.clipboardData.files))
addEventListener('change', (event) => {
  if (!['files', 'camera'].includes(event.target.id)) return
  take([...event.target.files])
  event.target.value = ''
})
