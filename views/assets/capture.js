// A photo is sent as soon as it is chosen; without this the same form has a button.
document.addEventListener('change', (event) => {
  const form = event.target.closest('form.photo')
  const [file] = event.target.files ?? []
  if (!form || !file) return
  // the other way in stayed empty, and need not be sent
  for (const input of form.querySelectorAll('input[type=file]')) input.disabled = input !== event.target
  const preview = form.querySelector('.preview')
  preview.src = URL.createObjectURL(file)
  preview.hidden = false
  form.querySelector('.sending').textContent = form.dataset.sending
  form.classList.add('busy')
  form.setAttribute('aria-busy', 'true')
  form.submit()
})

// Back from the next page, the form is ready again.
addEventListener('pageshow', (event) => {
  if (event.persisted) location.reload()
})
