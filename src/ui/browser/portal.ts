/**
 * The portal's only script: three small helps, none of which a page needs. It is served as it stands, stripped of types.
 */

/** Browsers that honour `autofocus` on controls only get the error summary focused here. */
const summary = document.querySelector<HTMLElement>('[data-kw-focus]')
if (summary && document.activeElement !== summary) summary.focus()

/** The meter's windows fill while a value is typed, as far as it fits. */
for (const face of document.querySelectorAll<HTMLElement>('[data-kw-mirrors]')) {
  const input = document.getElementById(face.dataset['kwMirrors'] ?? '')
  const windows = [...face.querySelectorAll<HTMLElement>('.kw-meter-windows > span')]
  if (!(input instanceof HTMLInputElement)) continue
  const after = windows.filter((pane) => pane.classList.contains('kw-meter-part')).length
  const before = windows.length - after
  const show = () => {
    const [whole = '', part = ''] = input.value.replaceAll(/[\s.]/g, '').split(',')
    const digits = whole.replace(/^0+(?=\d)/, '')
    const fits = /^\d*$/.test(digits + part) && digits.length <= before && part.length <= after
    const shown = fits && digits !== '' ? [...digits.padStart(before, '0'), ...part.padEnd(after, ' ')] : []
    windows.forEach((pane, index) => {
      pane.textContent = shown[index]?.trim() ?? ''
    })
  }
  input.addEventListener('input', show)
  show()
}

/** What was chosen, in the page's own words; see FileField. */
for (const pick of document.querySelectorAll<HTMLElement>('[data-kw-file]')) {
  const input = pick.querySelector('input')
  const names = pick.querySelector('output')
  if (!input || !names) continue
  const show = () => {
    const chosen = [...(input.files ?? [])].map((file) => file.name).join(', ')
    names.textContent = chosen || (pick.dataset['kwFile'] ?? '')
  }
  input.addEventListener('change', show)
  pick.dataset['ready'] = ''
  show()
}
