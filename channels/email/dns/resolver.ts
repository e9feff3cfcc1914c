import { promises as dns } from 'node:dns';

/** `none`: the name or the type doesn't exist. */
export type Lookup =
  | { readonly type: 'found'; readonly values: readonly string[] }
  | { readonly type: 'none' }
  | { readonly type: 'unanswered'; readonly reason: string };

/** Looks up DNS records. Never throws. */
export interface DnsResolver {
  /** Each record as one text, its parts joined. */
  txt(name: string): Promise<Lookup>;
  cname(name: string): Promise<Lookup>;
  /** Hosts, by priority. */
  mx(name: string): Promise<Lookup>;
  /** IPv4 and IPv6 addresses. */
  address(name: string): Promise<Lookup>;
}

export interface ResolverSettings {
  /** For example `127.0.0.1:5353`. Default: the system's servers. */
  readonly servers?: readonly string[];
  /** Time limit of one lookup, including retries. */
  readonly timeoutMs?: number;
}

const TRIES = 2;

/** Creates a resolver that asks the system's DNS servers. */
export function createDnsResolver({ servers, timeoutMs = 4_000 }: ResolverSettings = {}): DnsResolver {
  const resolver = new dns.Resolver({ timeout: timeoutMs / TRIES, tries: TRIES });
  if (servers) resolver.setServers(servers);
  const look = async (ask: () => Promise<readonly string[]>): Promise<Lookup> => {
    try {
      return { type: 'found', values: (await ask()).slice(0, MAX_RECORDS).map((value) => value.slice(0, MAX_VALUE)) };
    } catch (failure) {
      return describeFailure(failure);
    }
  };
  return {
    txt: (name) => look(async () => (await resolver.resolveTxt(name)).map((parts) => parts.join(''))),
    cname: (name) => look(() => resolver.resolveCname(name)),
    mx: (name) =>
      look(async () =>
        (await resolver.resolveMx(name)).toSorted((a, b) => a.priority - b.priority).map(({ exchange }) => exchange),
      ),
    address: (name) => look(() => firstOf(resolver.resolve4(name), resolver.resolve6(name))),
  };
}

const MAX_RECORDS = 50;
const MAX_VALUE = 4_096;

/** Returns the result of either lookup. If both fail, the first failure counts. */
async function firstOf(one: Promise<string[]>, other: Promise<string[]>): Promise<readonly string[]> {
  const [first, second] = await Promise.allSettled([one, other]);
  const found = [first, second].flatMap((each) => (each.status === 'fulfilled' ? each.value : []));
  if (found.length > 0) return found;
  throw first.status === 'rejected' ? first.reason : new Error('no address');
}

/** Codes for a record that doesn't or can't exist. */
const NONE = ['ENOTFOUND', 'ENODATA', 'EBADNAME'];

function describeFailure(failure: unknown): Lookup {
  const code = failure instanceof Error && 'code' in failure ? String(failure.code) : '';
  return NONE.includes(code) ? { type: 'none' } : { type: 'unanswered', reason: `DNS didn’t answer: ${code}` };
}
