import { describe, expect, it } from 'vitest'
import { renderGallery } from './gallery.tsx'

const gallery = renderGallery()

describe('pages of the gallery', () => {
  it.each([...gallery.pages])('%s has no style attribute, no inline script, one h1, and no id twice', (_, html) => {
    expect(html).not.toMatch(/\sstyle="/)
    expect(html).not.toMatch(/\son[a-z]+="/)
    expect(html.match(/<script(?![^>]*\ssrc=)/g)).toBeNull()
    expect(html.match(/<h1[ >]/g)).toHaveLength(1)
    const ids = [...html.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it('carry at most 2 KiB of script in all', () => {
    const scripts = gallery.files.filter((file) => file.contentType.startsWith('text/javascript'))
    expect(scripts.reduce((sum, file) => sum + file.body.length, 0)).toBeLessThan(2048)
  })
})
