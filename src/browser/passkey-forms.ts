import { startAuthentication, startRegistration } from '@simplewebauthn/browser'

/** Shows the forms that use the device's own lock, where there is one, and fills in its answer before they are sent. */
for (const form of document.querySelectorAll<HTMLFormElement>('form[data-passkey]')) {
  if (typeof PublicKeyCredential === 'undefined') continue
  form.hidden = false
  form.addEventListener('submit', (event) => {
    const answer = form.elements.namedItem('reponse') as HTMLInputElement
    if (answer.value !== '') return
    event.preventDefault()
    const problem = form.querySelector<HTMLElement>('.problem')
    if (problem) problem.hidden = true
    ask(form).then(
      (response) => {
        answer.value = JSON.stringify(response)
        form.submit()
      },
      () => {
        if (problem) problem.hidden = false
      },
    )
  })
}

function ask({ dataset }: HTMLFormElement): Promise<unknown> {
  const optionsJSON = JSON.parse(dataset['options'] ?? '')
  return dataset['passkey'] === 'new' ? startRegistration({ optionsJSON }) : startAuthentication({ optionsJSON })
}
