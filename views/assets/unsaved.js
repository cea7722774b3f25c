import { all, one } from './select.js'

// What was typed is not left behind by accident.
addEventListener('input', (event) => {
  const touched = event.target.closest?.('#review')
  if (touched) touched.dataset.touched = 'true'
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
document.addEventListener('htmx:after:swap', showChanged)
showChanged()
