import type { JsonObject } from '../../journey/base/json.ts';
import { Journey } from '../../journey/document/document.ts';
import { compile, type Version } from '../../journey/engine/version.ts';

/** A problem of the node, with its path in it. */
export interface TrialFlaw {
  readonly path: string;
  readonly message: string;
}

/** The node's ID in a test message that has its content inline. */
export const INLINE = 'test';

/** Fields of a journey that change what its messages say. */
const SHARED = ['name', 'timeZone', 'phoneCountry', 'blocks'] as const;

/**
 * Makes a journey around one send node, so that its message can be tried while the rest of a draft is unfinished.
 * Returns what is wrong with the node instead.
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
