import { nobody, raw } from '#platform/http'

/**
 * Keeps one page for when there is no network: the one with the emergency number. Everything else is always fetched, so what is
 * shown is what is so now.
 */
const SCRIPT = `'use strict'
const KEPT = 'kw-notfall-1'
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.add(new Request('/notfall', { cache: 'reload' }))).then(() => self.skipWaiting()))
})
self.addEventListener('activate', (event) => {
  event.waitUntil(caches.keys().then((names) => Promise.all(names.filter((name) => name.startsWith('kw-notfall') && name !== KEPT).map((name) => caches.delete(name)))).then(() => self.clients.claim()))
})
self.addEventListener('fetch', (event) => {
  if (event.request.mode !== 'navigate') return
  event.respondWith(
    fetch(event.request).then((answer) => {
      if (answer.ok && new URL(event.request.url).pathname === '/notfall' && !new URL(event.request.url).search) {
        const copy = answer.clone()
        event.waitUntil(caches.open(KEPT).then((cache) => cache.put('/notfall', copy)))
      }
      return answer
    }, () => caches.match('/notfall').then((kept) => kept || Response.error())),
  )
})
`

export const offlineRoute = raw({
  method: 'GET',
  path: '/notfall-offline.js',
  who: nobody('A script that keeps the page with the emergency number; it holds no data.'),
  contract: {},
  says: 'Service worker that shows the emergency page when there is no network.',
  handler: async (_call, _pools, _request, reply) =>
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'no-cache').send(SCRIPT),
})
