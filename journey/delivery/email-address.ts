/**
 * Returns why a text can't be an email address that mail is sent to; undefined if it can. Mail goes only to plain
 * addresses on the internet: no quoted local parts, no IP addresses, no names of local networks. Letters of other
 * scripts are fine, but a label that mixes scripts, as lookalikes of known domains do, isn't.
 */
export function findAddressFault(text: string): string | undefined {
  const address = text.trim();
  if (address.length > MAX_ADDRESS) return `it is longer than ${MAX_ADDRESS} characters`;
  const at = address.lastIndexOf('@');
  if (at < 1) return 'it has no name before an “@”';
  const local = address.slice(0, at);
  if (local.length > MAX_LOCAL) return `the part before the “@” is longer than ${MAX_LOCAL} characters`;
  if (local.startsWith('-')) return 'it begins with “-”, which mail programs may read as an option';
  if (!LOCAL.test(local)) return 'the part before the “@” has characters that aren’t allowed';
  return findDomainFault(address.slice(at + 1));
}

const MAX_ADDRESS = 254;
const MAX_LOCAL = 64;
const MAX_LABEL = 63;

const LOCAL = /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(?:\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const LABEL = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;
/** Domains that no mail server on the internet answers for (RFC 6761, RFC 6762). */
const LOCAL_ONLY = ['localhost', 'local', 'invalid'];

function findDomainFault(domain: string): string | undefined {
  const labels = domain.split('.');
  const last = labels.at(-1)?.toLowerCase() ?? '';
  if (LOCAL_ONLY.includes(last)) return `“${last}” is a name for a local network`;
  if (labels.length < 2) return 'its domain has no dot';
  if (labels.some((label) => label.length > MAX_LABEL || !LABEL.test(label))) return 'its domain isn’t a domain name';
  if (!/\p{L}/u.test(last)) return 'its domain is a number';
  if (labels.some(mixesScripts)) return 'its domain mixes letters of several scripts, as lookalikes do';
  return undefined;
}

/** Sets of scripts that one label may mix, because languages do. */
const TOGETHER = [
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Hangul}\p{Script=Common}\p{Script=Inherited}]*$/u,
  /^[\p{Script=Latin}\p{Script=Han}\p{Script=Bopomofo}\p{Script=Common}\p{Script=Inherited}]*$/u,
];
const ASCII = /^[\0-\x7f]*$/;
const ALONE =
  /^(?:[\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]*|[\p{Script=Greek}\p{Script=Common}\p{Script=Inherited}]*|[^\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}]*)$/u;

/** Returns whether a label mixes scripts. Latin, Cyrillic and Greek, whose letters look alike, never mix. */
const mixesScripts = (label: string): boolean =>
  !ASCII.test(label) && !ALONE.test(label) && !TOGETHER.some((scripts) => scripts.test(label));
