import { createHmac } from 'node:crypto';
import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';

/**
 * Returns `journey/<workspace>/<journey>/<user>[/<key>]/<pass>`, each part percent-encoded, for operators to read and
 * type (design.md §12). An HMAC replaces a long user ID or key and, unless `plain`, one that looks like an address. The
 * reason is that Temporal never encrypts IDs.
 */
export function workflowIdOf(parts: {
  readonly workspace: WorkspaceId;
  readonly journey: JourneyId;
  readonly userId: string;
  readonly key: string;
  readonly pass: number;
  readonly secret: string;
  readonly plain: boolean;
}): string {
  const { workspace, journey, userId, key, pass, secret, plain } = parts;
  const shown = (text: string) => encodeURIComponent(plain && !isLong(text) ? text : hideUserId(text, secret));
  return ['journey', workspace, journey, shown(userId), ...(key === '' ? [] : [shown(key)]), String(pass)].join('/');
}

/** Returns the text that workflow IDs and search attributes show for a user ID. */
export const hideUserId = (text: string, secret: string): string =>
  /@|^\+?[\d\s().-]{7,}$/.test(text) || isLong(text)
    ? createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22)
    : text;

/** Measured percent-encoded: Temporal accepts 1,000 bytes for the whole ID. */
const isLong = (text: string): boolean => encodeURIComponent(text).length > 128;
