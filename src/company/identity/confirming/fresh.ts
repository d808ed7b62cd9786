/** So long after a proof nobody is asked for another; a person fills in a form in that time. */
export const FRESH_MINUTES = 10

/** Page where a signed-in customer proves once more who it is. */
export const CONFIRM_PATH = '/bestaetigen'
