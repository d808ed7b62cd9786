import { type Danger, dangerIn } from '../danger.ts'

/**
 * Shows the emergency number the moment somebody writes of gas, a burst pipe or no power, in any field of any page. The server
 * looks, too, when a form is sent; this is only sooner. It also keeps the page with the number for when there is no network.
 */
const words: Readonly<Record<'de' | 'en', Readonly<Record<Danger | 'call' | 'more', string>>>> = {
  de: {
    gas: 'Gasgeruch? Raus aus dem Haus, dann anrufen:',
    water: 'Rohrbruch? Rufen Sie jetzt an:',
    power: 'Kein Strom oder Gefahr? Rufen Sie an:',
    call: 'Notfallnummer',
    more: 'Was jetzt zu tun ist',
  },
  en: {
    gas: 'Smell of gas? Leave the house, then call:',
    water: 'Burst pipe? Call now:',
    power: 'No power, or danger? Call:',
    call: 'Emergency number',
    more: 'What to do now',
  },
}

const locale = document.documentElement.lang === 'en' ? 'en' : 'de'
const phone = document.querySelector<HTMLAnchorElement>('a.kw-emergency')
const SETTLED_MS = 250

function show(danger: Danger, field: HTMLElement): void {
  const known = document.getElementById('kw-danger')
  if (known?.dataset['danger'] === danger) return
  known?.remove()
  const box = document.createElement('div')
  box.id = 'kw-danger'
  box.dataset['danger'] = danger
  box.className = 'kw-notice kw-tone-danger'
  box.setAttribute('role', 'alert')
  const text = document.createElement('p')
  const title = document.createElement('strong')
  title.textContent = `${words[locale][danger]} `
  const call = document.createElement('a')
  call.href = phone?.href ?? '/notfall'
  call.textContent = phone?.querySelector('b')?.textContent ?? words[locale].call
  const more = document.createElement('a')
  more.href = `/notfall?grund=${danger}`
  more.textContent = words[locale].more
  text.append(title, call, ' · ', more)
  box.append(text)
  ;(field.closest('.kw-field, form') ?? field).before(box)
}

let timer: ReturnType<typeof setTimeout> | undefined
document.addEventListener('input', (event) => {
  const field = event.target
  if (
    !(field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && /^(text|search)$/.test(field.type)))
  )
    return
  clearTimeout(timer)
  timer = setTimeout(() => {
    const danger = dangerIn(field.value)
    if (danger) show(danger, field)
  }, SETTLED_MS)
})

if ('serviceWorker' in navigator)
  void navigator.serviceWorker.register('/notfall-offline.js', { scope: '/' }).catch(() => undefined)
