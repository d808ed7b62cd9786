import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '#platform/config'

type KeySettings = Pick<Settings, 'SECRETS_KEY' | 'KW_FILES'>

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Opens and closes secrets without waiting for anything: it may be used inside a transaction. */
export type Sealer = {
  /** Seals a text with AES-256-GCM; `about` ties it to its place, so that it cannot be moved to another row. */
  readonly seal: (plain: string, about: string) => string
  /** @throws Error if the key is another one, or what was sealed has been changed or moved */
  readonly unseal: (sealed: string, about: string) => string
}

/**
 * The key that seals what must be read again (a password needs only a hash): the setting, else a file beside the uploaded ones,
 * made once. It never stands in the database, so a copy of that opens nothing.
 */
async function keyOf(settings: KeySettings): Promise<Buffer> {
  if (settings.SECRETS_KEY) return createHash('sha256').update(settings.SECRETS_KEY).digest()
  const file = join(settings.KW_FILES, 'secrets.key')
  const kept = await readFile(file).catch(() => undefined)
  if (kept) return Buffer.from(kept.toString(), 'base64url')
  await mkdir(settings.KW_FILES, { recursive: true })
  // `wx`: of two processes that begin at once one writes, and the other reads what that wrote.
  await writeFile(file, randomBytes(KEY_BYTES).toString('base64url'), { mode: 0o600, flag: 'wx' }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    },
  )
  return Buffer.from((await readFile(file)).toString(), 'base64url')
}

function sealerWith(key: Buffer): Sealer {
  return {
    seal: (plain, about) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about))
      const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')
    },
    unseal: (sealed, about) => {
      const bytes = Buffer.from(sealed, 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES))
        .setAAD(Buffer.from(about))
        .setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      )
    },
  }
}

/** The key is read each time: a file that was put back from a backup is the key from then on. */
export const sealerOf = async (settings: KeySettings): Promise<Sealer> => sealerWith(await keyOf(settings))

export const seal = async (settings: KeySettings, plain: string, about: string): Promise<string> =>
  (await sealerOf(settings)).seal(plain, about)

/** @throws Error if the key is another one, or what was sealed has been changed or moved */
export const unseal = async (settings: KeySettings, sealed: string, about: string): Promise<string> =>
  (await sealerOf(settings)).unseal(sealed, about)
