import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Gallery } from './gallery.tsx'

/** The policy of the portal: nothing inline, nothing from elsewhere. Staff apps add a nonce for react-aria's styles. */
function policy(nonce?: string): string {
  const styles = nonce === undefined ? "'self'" : `'self' 'nonce-${nonce}'`
  return `default-src 'none'; style-src ${styles}; script-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'`
}

/** Serves a gallery on this machine only; close the server when done. */
export async function serveGallery(
  gallery: Gallery,
  nonce?: string,
): Promise<{ readonly origin: string; readonly server: Server }> {
  const files = new Map(gallery.files.map((file) => [file.path, file]))
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const file = files.get(path)
    const page = gallery.pages.get(path.replace(/^\/|\.html$/g, '') || 'home')
    response.setHeader('content-security-policy', policy(nonce))
    if (file) response.setHeader('content-type', file.contentType).end(file.body)
    else if (page !== undefined) response.setHeader('content-type', 'text/html; charset=utf-8').end(page)
    else response.writeHead(path === '/favicon.ico' ? 204 : 404).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}
