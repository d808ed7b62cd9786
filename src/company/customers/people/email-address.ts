/** RFC 5321: 64 characters before the at sign, 254 in all. */
const LENGTH_MAX = 254

/**
 * Says whether this can be a mail address: one at sign, a domain with a dot, no blanks, no list. Whether somebody reads it
 * is known only after a mail has been answered.
 */
export const isEmailAddress = (text: string): boolean =>
  text.length <= LENGTH_MAX &&
  /^[^\s@<>()[\]\\,;:"]{1,64}@[^\s@<>()[\]\\,;:"_]+\.[^\s@<>()[\]\\,;:".\d]{2,63}$/.test(text)
