/**
 * The idempotency key as Message-ID: `<key@domain>`. A repeat has the same one, so that a provider, a mailbox and our own catcher
 * can tell it from another message.
 */
export const messageIdOf = (key: string, domain: string): string => `<${inAtoms(key)}@${domain}>`;

/** The key in a Message-ID; of a mail that is not ours, whatever stands before the @. */
export function keyIn(messageId: string): string {
  const id = messageId.trim().replace(/^<|>$/g, '');
  const at = id.lastIndexOf('@');
  const left = at < 0 ? id : id.slice(0, at);
  try {
    return decodeURIComponent(left);
  } catch {
    return left; // somebody else's, with a % in it
  }
}

/** The domain of `Name <someone@example.com>` or of `someone@example.com`. */
export const domainOf = (from: string): string => /@([^@\s<>]+)>?\s*$/.exec(from)?.[1] ?? 'sojourn.invalid';

/** Only what RFC 5322 allows in an atom; `%` is, parentheses and quotes are not. */
const inAtoms = (key: string): string =>
  encodeURIComponent(key).replace(/[()]/g, (each) => `%${each === '(' ? '28' : '29'}`);
