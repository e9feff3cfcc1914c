import type { DnsResolver } from './resolver.ts';

/** Receivers stop at this many lookups (RFC 7208, 4.6.4), and the policy then counts as broken. */
const MAX_LOOKUPS = 10;

/** An SPF policy with everything it includes. */
export interface SpfTree {
  /** Names that it includes, directly or by others, in lower case. */
  readonly includes: readonly string[];
  readonly lookups: number;
}

export const isSpf = (text: string): boolean => /^v=spf1( |$)/i.test(text);

/** Returns whether a policy allows every server of the world. */
export const allowsAll = (policy: string): boolean => /(^|\s)\+?all(\s|$)/i.test(policy);

/** Reads a policy and those that it includes, and stops once it has more lookups than receivers make. */
export async function readSpfTree(policy: string, resolver: Pick<DnsResolver, 'txt'>): Promise<SpfTree> {
  const includes: string[] = [];
  let lookups = 0;
  const open = [policy];
  for (let next = open.shift(); next !== undefined && lookups <= MAX_LOOKUPS; next = open.shift()) {
    const terms = termsOf(next);
    lookups += terms.filter(costsLookup).length;
    for (const name of terms.flatMap(includedBy)) {
      if (includes.includes(name) || includes.length >= MAX_LOOKUPS) continue;
      includes.push(name);
      const found = await resolver.txt(name);
      if (found.type === 'found') open.push(...found.values.filter(isSpf).slice(0, 1));
    }
  }
  return { includes, lookups };
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
