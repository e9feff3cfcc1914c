/**
 * Returns the Message-ID for an idempotency key: `<key@domain>`. A repeat has the same one, by which a provider, a
 * mailbox and the mail catcher can recognize it.
 */
export const messageIdOf = (key: string, domain: string): string => `<${inAtoms(key)}@${domain}>`;

/** Reads the key from a Message-ID. For email from other senders, returns the part before the @. */
export function keyIn(messageId: string): string {
  const id = messageId.trim().replace(/^<|>$/g, '');
  const at = id.lastIndexOf('@');
  const left = at < 0 ? id : id.slice(0, at);
  try {
    return decodeURIComponent(left);
  } catch {
    return left; // from another sender, with a stray %
  }
}

/** Returns the domain of `Name <someone@example.com>` or `someone@example.com`. */
export const domainOf = (from: string): string => /@([^@\s<>]+)>?\s*$/.exec(from)?.[1] ?? 'sojourn.invalid';

/** Encodes a key with characters that RFC 5322 allows in an atom, which exclude parentheses and quotes. */
const inAtoms = (key: string): string =>
  encodeURIComponent(key).replace(/[()]/g, (each) => `%${each === '(' ? '28' : '29'}`);
