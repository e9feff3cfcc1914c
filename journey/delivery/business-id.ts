/**
 * Returns whether a value is WhatsApp's business-scoped user ID, such as `US.13491208655302741918`, or with `ENT.` one
 * that several businesses share. It stands for a user who hides their number. The SQL function `address_in` has the
 * same pattern.
 */
export const isBusinessScopedId = (value: unknown): value is `${string}.${string}` =>
  typeof value === 'string' && /^[A-Z]{2}\.(ENT\.)?[A-Za-z0-9]{1,128}$/.test(value);
