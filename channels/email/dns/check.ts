import { assertNever } from '../../../journey/base/assert-never.ts';
import type { CheckedRecord, RecordTest, WantedRecord } from './records.ts';
import type { DnsResolver, Lookup } from './resolver.ts';
import { allowsAll, hasTooManyLookups, isSpf, readSpfTree } from './spf.ts';

type Verdict = Pick<CheckedRecord, 'found' | 'state' | 'detail'>;

/** Looks up a wanted record and checks it. */
export async function checkRecord(wanted: WantedRecord, resolver: DnsResolver): Promise<CheckedRecord> {
  const { purpose, type, name, value = null, hint = null } = wanted;
  const { found, state, detail } = await judge(wanted, resolver);
  return {
    ...{ purpose, type, name, wanted: value, state },
    found: found.map((each) => each.slice(0, MAX_SHOWN)),
    detail: detail ?? (state === 'found' ? null : hint),
  };
}
const MAX_SHOWN = 1_000;

async function judge({ type, name, test, value }: WantedRecord, resolver: DnsResolver): Promise<Verdict> {
  switch (test.type) {
    case 'dkim':
      return judgeDkim(await resolver.txt(name), test);
    case 'spf':
      return judgeSpf(await resolver.txt(name), test, resolver);
    case 'dmarc':
      return judgeDmarc(name, resolver);
    case 'leads-to':
      return judgeTarget(await (type === 'MX' ? resolver.mx(name) : resolver.cname(name)), test, value);
    case 'resolves':
      return judgeAddress(name, resolver);
    case 'unknown':
      return { found: [], state: 'unclear', detail: null };
    default:
      return assertNever(test);
  }
}

const wrong = (found: readonly string[], detail: string): Verdict => ({ found, state: 'wrong', detail });
const right = (found: readonly string[], detail: string | null = null): Verdict => ({ found, state: 'found', detail });
const missing = (found: readonly string[] = []): Verdict => ({ found, state: 'missing', detail: null });

const reportNoAnswer = ({ reason }: Extract<Lookup, { type: 'unanswered' }>): Verdict => ({
  found: [],
  state: 'unanswered',
  detail: reason,
});

function judgeDkim(lookup: Lookup, { publicKey, misalignment }: Extract<RecordTest, { type: 'dkim' }>): Verdict {
  if (lookup.type === 'unanswered') return reportNoAnswer(lookup);
  const found = lookup.type === 'found' ? lookup.values : [];
  const keys = found.filter((text) => /(^|;)\s*p\s*=/i.test(text));
  const [key] = keys;
  if (key === undefined) return missing(found);
  if (keys.length > 1) return wrong(found, 'there are several DKIM keys under this name: remove all but one');
  const given = /(?:^|;)\s*p\s*=([^;]*)/i.exec(key)?.[1]?.replace(/\s/g, '') ?? '';
  if (given === '') return wrong(found, 'the key is revoked: its p= is empty');
  if (publicKey !== undefined && given !== publicKey)
    return wrong(found, 'this isn’t the key that signs: publish the public key of DKIM_PRIVATE_KEY');
  return misalignment === undefined ? right(found) : wrong(found, misalignment);
}

async function judgeSpf(
  lookup: Lookup,
  { include }: Extract<RecordTest, { type: 'spf' }>,
  resolver: DnsResolver,
): Promise<Verdict> {
  if (lookup.type === 'unanswered') return reportNoAnswer(lookup);
  const found = lookup.type === 'found' ? lookup.values.filter(isSpf) : [];
  const [policy] = found;
  if (policy === undefined) return missing();
  if (found.length > 1) return wrong(found, 'there are several SPF records, which receivers reject: merge them');
  if (allowsAll(policy)) return wrong(found, 'it allows every server to send in your name: end it with ~all or -all');
  const tree = await readSpfTree(policy, resolver);
  if (tree.unanswered !== undefined) return { found, state: 'unanswered', detail: tree.unanswered };
  if (hasTooManyLookups(tree)) return wrong(found, 'it needs more than 10 DNS lookups, so receivers reject it');
  if (include !== undefined && !tree.includes.includes(include))
    return wrong(found, `it doesn’t include the provider: add include:${include} before its “all”`);
  const detail = 'Sojourn can’t check whether it covers the addresses that your mail server sends from';
  return right(found, include === undefined ? detail : null);
}

/** Looks for the policy of the domain, then of each domain above it, down to two labels. */
async function judgeDmarc(name: string, resolver: DnsResolver): Promise<Verdict> {
  const labels = name.split('.').slice(1);
  const levels = Math.min(Math.max(1, labels.length - 1), MAX_LEVELS);
  for (let from = 0; from < levels; from += 1) {
    const domain = labels.slice(from).join('.');
    const lookup = await resolver.txt(`_dmarc.${domain}`);
    if (lookup.type === 'unanswered') return reportNoAnswer(lookup);
    const found = lookup.type === 'found' ? lookup.values.filter((text) => /^v=DMARC1\s*(;|$)/i.test(text)) : [];
    if (found.length > 0) return judgePolicies(found, from === 0 ? null : `The policy of ${domain} applies`);
  }
  return missing();
}

function judgePolicies(found: readonly string[], detail: string | null): Verdict {
  if (found.length > 1) return wrong(found, 'there are several DMARC records, which receivers ignore: keep one');
  return found.some((policy) => /[;\s]p\s*=\s*(none|quarantine|reject)\s*(;|$)/i.test(policy))
    ? right(found, detail)
    : wrong(found, 'its policy is missing or unknown: set p=none, p=quarantine or p=reject');
}
const MAX_LEVELS = 8;

function judgeTarget(
  lookup: Lookup,
  { ending }: Extract<RecordTest, { type: 'leads-to' }>,
  value: string | undefined,
): Verdict {
  if (lookup.type === 'unanswered') return reportNoAnswer(lookup);
  if (lookup.type === 'none') return missing();
  const found = lookup.values;
  const isRight = ending === undefined || found.some((host) => host.toLowerCase().replace(/\.$/, '').endsWith(ending));
  return isRight
    ? right(found)
    : wrong(found, `it points to another host: set ${value ?? `a host that ends with ${ending}`}`);
}

async function judgeAddress(name: string, resolver: DnsResolver): Promise<Verdict> {
  const alias = await resolver.cname(name);
  const address = await resolver.address(name);
  if (address.type === 'unanswered') return reportNoAnswer(address);
  const found = [alias, address].flatMap((each) => (each.type === 'found' ? each.values : []));
  if (address.type === 'found') return right(found);
  return alias.type === 'found' ? wrong(found, 'it points to a name without an address') : missing();
}
