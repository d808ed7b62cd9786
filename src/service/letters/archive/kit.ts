import type { Settings } from '#platform/config'
import { type LetterArchive, letterArchive } from '../store/archive.ts'
import { demoAuthority, ownTimeStamper } from './own-authority.ts'
import { httpTimeStamper, readTrust, type TimeStamper, type Trust } from './time-stamp.ts'

export type ArchiveKit = {
  readonly archive: LetterArchive
  readonly stamper: TimeStamper | undefined
  readonly trust: Trust | undefined
}

/** Store, authority and trust as the settings say. The demo stamps by itself, which proves nothing to anybody else. */
export async function archiveKit(settings: Settings, now: () => Temporal.Instant): Promise<ArchiveKit> {
  const archive = letterArchive(settings)
  if (settings.TSA_CA) {
    const trust = await readTrust(settings.TSA_CA)
    return { archive, trust, stamper: settings.TSA_URL ? httpTimeStamper(settings.TSA_URL, trust) : undefined }
  }
  if (!settings.KW_DEMO) return { archive, trust: undefined, stamper: undefined }
  const authority = await demoAuthority(settings.KW_FILES, now())
  return { archive, trust: authority.trust, stamper: ownTimeStamper(authority, now) }
}
