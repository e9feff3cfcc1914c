import type { JsonObject } from '../../journey/base/json.ts';
import { Journey } from '../../journey/document/document.ts';
import { compile, type Version } from '../../journey/engine/version.ts';

/** A flaw of the node, with its path. */
export interface TrialFlaw {
  readonly path: string;
  readonly message: string;
}

/** The node's ID in a test message with inline content. */
export const INLINE = 'test';

/** Fields of a journey that affect the content of its messages. */
const SHARED = ['name', 'timeZone', 'dateOrder', 'phoneCountry', 'blocks'] as const;

/**
 * Creates a journey that contains one send node, so that its message can be tested while the rest of a draft is
 * unfinished. Returns the node's flaws instead if it has any.
 */
export function versionAround(
  node: unknown,
  {
    id = INLINE,
    journey = INLINE,
    shared = {},
  }: { readonly id?: string; readonly journey?: string; readonly shared?: JsonObject },
): { readonly ok: true; readonly version: Version } | { readonly ok: false; readonly flaws: readonly TrialFlaw[] } {
  const { links: _, then: __, ...own } = node as Record<string, unknown>;
  const end = id === 'end' ? 'the-end' : 'end';
  const links = own.type === 'webhook' ? { links: { ok: end, failed: end } } : { then: end };
  const kept = Object.fromEntries(SHARED.flatMap((name) => (shared[name] === undefined ? [] : [[name, shared[name]]])));
  const parsed = Journey.safeParse({
    ...{ id: journey, name: journey, ...kept, entry: { type: 'api' }, start: id },
    nodes: { [id]: { ...own, ...links }, [end]: { type: 'exit' } },
  });
  if (parsed.success) return { ok: true, version: compile(parsed.data, 1) };
  const flaws = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  return { ok: false, flaws: flaws.slice(0, MOST_FLAWS) };
}

const MOST_FLAWS = 10;
