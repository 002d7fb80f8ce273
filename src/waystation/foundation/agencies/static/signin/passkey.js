// Passkeys: asks the browser for a credential and sends it with the form. Without it the code from the app is there.
(function () {
  'use strict'
  const keys = window.webauthnJSON
  if (!keys || !keys.supported()) return
  document.querySelectorAll('form[data-passkey]').forEach(function (form) {
    const field = form.querySelector('[name="credential"]')
    form.hidden = false
    document.querySelectorAll('[data-no-passkey]').forEach(function (text) { text.hidden = true })
    form.addEventListener('submit', function (event) {
      if (field.value) return
      event.preventDefault()
      keys[form.dataset.passkey](JSON.parse(form.dataset.options)).then(function (credential) {
        field.value = JSON.stringify(credential)
        form.submit()
      }, function () { form.querySelector('button').focus() })
    })
  })
})()
