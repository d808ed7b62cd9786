import { id, line, z } from '#platform/contract'
import { channelPurposes, readEmail, readMobile } from './channel.ts'

/** A mail address as typed. */
export const typedEmail = () =>
  line(254, 1).transform((typed, context) => {
    const value = readEmail(typed)
    if (value === undefined) context.addIssue({ code: 'custom', params: { code: 'customers.no-email' } })
    return value ?? ''
  })

/** A mobile number as typed. */
export const typedMobile = () =>
  line(60, 1).transform((typed, context) => {
    const read = readMobile(typed)
    if ('value' in read) return read.value
    context.addIssue({ code: 'custom', params: { code: read.code } })
    return ''
  })

export const emailBody = z.strictObject({ email: typedEmail(), wantsMain: z.boolean().optional() })
export const mobileBody = z.strictObject({ mobile: typedMobile(), mainMobile: z.boolean().optional() })
export const channelPath = z.strictObject({ id: id() })
export const codeBody = z.strictObject({ code: line(20, 1) })
export const purposesBody = z.strictObject({ purposes: z.array(z.enum(channelPurposes)).max(3).optional() })
