import { createHmac, timingSafeEqual } from 'node:crypto';

/** Meaning of a tracking link: a message that was opened, or a link in it that was clicked. */
export type Tracked =
  | { readonly type: 'open'; readonly workspace: string; readonly key: string }
  | { readonly type: 'click'; readonly workspace: string; readonly key: string; readonly url: string };

export interface LinkTokens {
  /**
   * Signs with the newest secret. The same input gives the same token, so that a repeated send has the same content.
   */
  sign(tracked: Tracked): string;
  /** Returns what a token stands for, signed by any of the secrets; undefined for any other text. */
  read(token: string): Tracked | undefined;
}

/** 96 bits: short, and out of reach of guesses over a network. */
const MAC_BYTES = 12;
const LETTERS = { open: 'o', click: 'c' } as const;

/**
 * Creates the tokens of tracking links: a signature and what it signs, in Base64URL. A clicked link carries its target,
 * so that Sojourn redirects to nothing that it hasn't sent itself.
 */
export function createLinkTokens(secrets: readonly [string, ...string[]]): LinkTokens {
  const [newest] = secrets;
  const macOf = (secret: string, signed: Buffer) =>
    createHmac('sha256', secret).update('tracking\n').update(signed).digest().subarray(0, MAC_BYTES);
  return {
    sign(tracked) {
      const target = tracked.type === 'click' ? [tracked.url] : [];
      const signed = Buffer.from([LETTERS[tracked.type], tracked.workspace, tracked.key, ...target].join('\n'));
      return Buffer.concat([macOf(newest, signed), signed]).toString('base64url');
    },
    read(token) {
      const bytes = Buffer.from(token, 'base64url');
      const [mac, signed] = [bytes.subarray(0, MAC_BYTES), bytes.subarray(MAC_BYTES)];
      if (signed.length === 0 || !secrets.some((secret) => timingSafeEqual(macOf(secret, signed), mac)))
        return undefined;
      const [letter, workspace = '', key = '', ...target] = signed.toString().split('\n');
      if (letter === LETTERS.open) return { type: 'open', workspace, key };
      return letter === LETTERS.click ? { type: 'click', workspace, key, url: target.join('\n') } : undefined;
    },
  };
}
