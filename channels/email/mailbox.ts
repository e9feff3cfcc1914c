import { domainToASCII } from 'node:url';
import { findAddressFault } from '../../journey/delivery/email-address.ts';

/** A name and an address, as in `Shop <news@shop.example>`. */
export interface Mailbox {
  readonly name: string;
  readonly address: string;
}

/** Reads one mailbox; undefined if it isn't exactly one with a valid address. `isOwn`: it may be on a local network. */
export function parseMailbox(written: string, { isOwn = false } = {}): Mailbox | undefined {
  const line = oneLine(written);
  const [, name = '', inside] = /^([^<>]*)<([^<>]*)>$/.exec(line) ?? [];
  const address = (inside ?? line).trim();
  const isValid = isOwn
    ? /^[^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+$/.test(address)
    : findAddressFault(address) === undefined;
  return isValid ? { name: unquote(name.trim()), address } : undefined;
}

/** Removes line breaks and control characters, so that a value can't begin another header. */
export const oneLine = (value: string): string => value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

const unquote = (name: string): string => {
  const [, inside] = /^"(.*)"$/.exec(name) ?? [];
  return inside === undefined ? name : inside.replace(/\\(.)/g, '$1');
};

/** Writes a mailbox for a provider's JSON. */
export const formatMailbox = ({ name, address }: Mailbox): string =>
  name === '' ? address : `"${name.replace(/[\\"]/g, '\\$&')}" <${address}>`;

/** Returns an address with its domain in ASCII (IDNA). Its local part stays as it is. */
export function toAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@');
  const domain = domainToASCII(address.slice(at + 1));
  return domain === '' ? address : `${address.slice(0, at)}@${domain}`;
}

/** Returns whether an address needs a server with SMTPUTF8 (RFC 6531). */
export const needsUtf8 = (address: string): boolean => /[^\0-\x7f]/.test(address.slice(0, address.lastIndexOf('@')));
