import { createHmac } from 'node:crypto';
import { isSameText } from '../same-text.ts';

const MAX_LOCAL = 64;

/**
 * Return path of each send (VERP): `bounces+<key>-<signature>@mail.example`, by which a bounce names its message. A key
 * that doesn't fit gives undefined; the Message-ID then has to do.
 */
export function returnPathOf(base: string, key: string, secret: string): string | undefined {
  const at = base.lastIndexOf('@');
  const local = `${base.slice(0, at)}+${key}-${sign(key, secret)}`;
  return /^[\w.-]+$/.test(key) && local.length <= MAX_LOCAL ? `${local}${base.slice(at)}` : undefined;
}

/** Reads the key from a return path; undefined if it isn't ours. */
export function keyInReturnPath(address: string, secret: string): string | undefined {
  const [, key = '', signature = ''] = /^[^+@]+\+([\w.-]+)-([0-9a-f]{10})@/.exec(address.trim()) ?? [];
  return key !== '' && isSameText(signature, sign(key, secret)) ? key : undefined;
}

const sign = (key: string, secret: string): string =>
  createHmac('sha256', secret).update(key).digest('hex').slice(0, 10);
