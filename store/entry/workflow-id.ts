import { createHmac } from 'node:crypto';
import type { JourneyId, WorkspaceId } from '../../journey/base/ids.ts';

/**
 * `journey/<workspace>/<journey>/<user>[/<key>]/<pass>`, each part percent-encoded: what an operator types (design.md
 * §12). A user id or key that is long is replaced by an HMAC and, unless `plain`, one that looks like an address: ids
 * are never encrypted.
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
  const shown = (text: string) => encodeURIComponent(plain && !isLong(text) ? text : opaque(text, secret));
  return ['journey', workspace, journey, shown(userId), ...(key === '' ? [] : [shown(key)]), String(pass)].join('/');
}

/** Returns what workflow IDs and search attributes show of a user ID. */
export const opaque = (text: string, secret: string): string =>
  /@|^\+?[\d\s().-]{7,}$/.test(text) || isLong(text)
    ? createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22)
    : text;

/** Measured percent-encoded: Temporal accepts 1,000 bytes for the whole ID. */
const isLong = (text: string): boolean => encodeURIComponent(text).length > 128;
