import { nobody, raw, type Route } from '#platform/http'

const open = nobody('Name, colours and icon of the portal hold no data of anybody.')

/** A drop and a flash in one mark, drawn from two paths, in the utility's colour. */
const icon = (colour: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512"><rect width="512" height="512" rx="96" fill="${colour}"/><path d="M276 84 148 284h92l-20 144 144-212h-96z" fill="#fff"/></svg>`

/** What makes the portal installable on a phone. Its service worker keeps the emergency page and nothing else: what is shown is always what is so now. */
export const webAppRoutes: readonly Route[] = [
  raw({
    method: 'GET',
    path: '/manifest.webmanifest',
    who: open,
    contract: {},
    says: 'Web app manifest of the portal.',
    handler: async (call, _pools, _request, reply) =>
      reply
        .type('application/manifest+json')
        .header('cache-control', 'public, max-age=3600')
        .send({
          name: call.settings.UTILITY_NAME,
          short_name: call.settings.UTILITY_NAME.slice(0, 12),
          id: '/',
          start_url: '/',
          scope: '/',
          display: 'standalone',
          lang: 'de',
          background_color: '#ffffff',
          theme_color: call.settings.UTILITY_BRAND,
          icons: [
            { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
            { src: '/icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'maskable' },
          ],
          shortcuts: [{ name: 'Zählerstand eingeben', url: '/zaehlerstand' }],
        }),
  }),
  raw({
    method: 'GET',
    path: '/icon.svg',
    who: open,
    contract: {},
    says: 'Icon of the portal in the utility’s colour.',
    handler: async (call, _pools, _request, reply) =>
      reply
        .type('image/svg+xml')
        .header('cache-control', 'public, max-age=86400')
        .send(icon(call.settings.UTILITY_BRAND)),
  }),
  raw({
    method: 'GET',
    path: '/robots.txt',
    who: open,
    contract: {},
    says: 'Search engines find the public pages and nothing else.',
    handler: async (_call, _pools, _request, reply) =>
      reply
        .type('text/plain')
        .header('cache-control', 'public, max-age=86400')
        .send('User-agent: *\nAllow: /start\nDisallow: /\n'),
  }),
]
