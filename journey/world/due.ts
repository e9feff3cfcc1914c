import type { Instant } from '../time.ts';

/** Something that time alone brings about. */
interface Row {
  readonly at: Instant;
  readonly run: () => void;
}

/** At one instant memberships change first: whoever is let in then is let in by what they are. */
const rankOf = (name: string): number => (name.startsWith('segment/') ? 0 : 1);

/** As the table `due` keeps it: a row of the same kind and ref is replaced, wherever it moves. */
export function createEngineDue() {
  const rows = new Map<string, Row>();
  return {
    rows,
    later: (kind: string, ref: string, at: Instant, run: () => void) => void rows.set(`${kind}/${ref}`, { at, run }),
    never: (kind: string, ref: string) => void rows.delete(`${kind}/${ref}`),
    /** The earliest of all; infinity where nothing waits. */
    next: () => Math.min(...[...rows.values()].map(({ at }) => at)),

    /** Does what the oldest row was for whose instant has passed. False: there is none. */
    pickUp(now: Instant): boolean {
      const [first] = [...rows]
        .filter(([, { at }]) => at < now)
        .toSorted(([a, { at }], [b, then]) => at - then.at || rankOf(a) - rankOf(b) || (a < b ? -1 : 1));
      if (!first) return false;
      const [name, { run }] = first;
      rows.delete(name);
      run();
      return true;
    },
  };
}
