// Light or dark, with keys or without: as the system has it until somebody chooses. Here and not later, for a page must
// not be light for a moment and then dark. A browser may refuse to remember.
const chosenLook = document.documentElement.dataset
for (const name of ['theme', 'keys']) {
  try {
    const value = localStorage.getItem(`folio-${name}`)
    if (value) chosenLook[name] = value
  } catch {}
}

function chooseLook(name, value) {
  chosenLook[name] = value
  try {
    localStorage.setItem(`folio-${name}`, value)
  } catch {}
}
addEventListener('click', (event) => {
  const button = event.target.closest?.('[data-theme-is]')
  if (button) chooseLook('theme', button.dataset.themeIs)
})
addEventListener('change', (event) => {
  if (event.target.id === 'use-keys') chooseLook('keys', event.target.checked ? 'on' : 'off')
})
