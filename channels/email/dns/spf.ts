import type { DnsResolver } from './resolver.ts';

/** Receivers stop at this many lookups (RFC 7208, 4.6.4), and the policy then counts as broken. */
const MAX_LOOKUPS = 10;

/** An SPF policy with everything it includes. */
export interface SpfTree {
  /** Names that it includes, directly or indirectly, in lower case. */
  readonly includes: readonly string[];
  readonly lookups: number;
  /** DNS didn't answer for an included policy, so the rest wasn't looked up. */
  readonly unanswered?: string;
}

export const isSpf = (text: string): boolean => /^v=spf1( |$)/i.test(text);

/** Returns whether a policy allows every server in the world. */
export const allowsAll = (policy: string): boolean => /(^|\s)\+?all(\s|$)/i.test(policy);

/** Reads a policy and its includes. Stops after more lookups than receivers make. */
export async function readSpfTree(policy: string, resolver: Pick<DnsResolver, 'txt'>): Promise<SpfTree> {
  let { lookups, names } = readPolicy(policy);
  const includes = new Set<string>();
  for (let name = names.shift(); name !== undefined && lookups <= MAX_LOOKUPS; name = names.shift()) {
    if (includes.has(name)) continue;
    includes.add(name);
    const found = await resolver.txt(name);
    if (found.type === 'unanswered')
      return { includes: [...includes], lookups, unanswered: `${name}: ${found.reason}` };
    const next = readPolicy(found.type === 'found' ? found.values.find(isSpf) : undefined);
    lookups += next.lookups;
    names = [...names, ...next.names];
  }
  return { includes: [...includes], lookups };
}

/** Returns the number of lookups in a policy's own terms, and the names that it includes. */
function readPolicy(policy = '') {
  const terms = termsOf(policy);
  return { lookups: terms.filter(costsLookup).length, names: terms.flatMap(includedBy) };
}

export const hasTooManyLookups = ({ lookups }: SpfTree): boolean => lookups > MAX_LOOKUPS;

const termsOf = (policy: string): readonly string[] => policy.toLowerCase().split(/\s+/).slice(1, MAX_TERMS);
const MAX_TERMS = 100;

const costsLookup = (term: string): boolean => /^[+?~-]?(include:|a\b|mx\b|ptr\b|exists:)|^redirect=/.test(term);

/** A macro (`%{i}`) depends on the mail, so nothing can be looked up for it. */
const includedBy = (term: string): readonly string[] => {
  const name = /^(?:[+?~-]?include:|redirect=)([^\s%]+)$/.exec(term)?.[1];
  return name === undefined ? [] : [name.replace(/\.$/, '')];
};
