import { createHmac } from 'node:crypto';
import LinkifyIt from 'linkify-it';
import { trimSlashes } from '../../journey/base/trim-slashes.ts';
import type { MessageContent } from '../port.ts';
import { findOwn, isTrackable, type TrackedMessage, type TrackingPorts } from './track.ts';

/** Where `/l/<id>` leads. */
export interface ShortLink {
  readonly id: string;
  readonly url: string;
}

/** A text whose links lead by Sojourn, and the links to store before it is sent. */
export interface Shortened {
  readonly content: MessageContent;
  readonly links: readonly ShortLink[];
}

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const ID_BYTES = 8;
/** Eight bytes in base 62: letters and digits alone, so that no phone ends the link too early. */
export const SHORT_ID = /^[0-9A-Za-z]{11}$/;
const ID_CHARACTERS = 11;

/** Finds links that name their scheme, without the punctuation after them. */
const linkify = new LinkifyIt({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

/**
 * Creates a function that shortens the links in the text of an SMS, because the signed links of emails would cost
 * segments. The ID is 64 bits of an HMAC over message and target, so nobody can guess one, and a repeat has the same.
 */
export function createShorten({ secret, url, own }: Pick<TrackingPorts, 'secret' | 'url' | 'own'>) {
  const base = trimSlashes(url);
  const isOwn = findOwn([base, ...own]);
  const idOf = ({ workspace, key }: TrackedMessage, target: string): string =>
    inBase62(
      createHmac('sha256', secret).update(['short', workspace, key, target].join('\n')).digest().subarray(0, ID_BYTES),
    );
  return (content: MessageContent, message: TrackedMessage): Shortened => {
    const text = content.text ?? '';
    const found = (linkify.match(text) ?? []).filter(({ raw }) => isTrackable(raw) && !isOwn(raw));
    if (found.length === 0) return { content, links: [] };
    let at = 0;
    let shortened = '';
    const links = new Map<string, ShortLink>();
    for (const { index, lastIndex, raw } of found) {
      const id = idOf(message, raw);
      links.set(id, { id, url: raw });
      shortened += `${text.slice(at, index)}${base}/l/${id}`;
      at = lastIndex;
    }
    return { content: { ...content, text: shortened + text.slice(at) }, links: [...links.values()] };
  };
}

function inBase62(bytes: Buffer): string {
  let rest = bytes.readBigUInt64BE();
  let text = '';
  for (let nr = 0; nr < ID_CHARACTERS; nr += 1) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
