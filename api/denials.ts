import type { AuditEntry } from '../store/access/audit.ts';
import type { DeniedCall } from './admit.ts';

export interface DenialPorts {
  readonly record: (entry: AuditEntry) => Promise<void>;
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
}

const EVERY_MS = 60_000;
/** How many kinds of denied calls are tracked at once. */
const MAX_KINDS = 1_000;

/**
 * Creates a recorder of denied calls. It audits the first call of each kind (actor, route, reason) at once. After that,
 * it writes at most one entry a minute with the number of calls, so that denied calls can't fill the disk.
 */
export function createDenials({ record, now, onFailure }: DenialPorts): (call: DeniedCall) => void {
  const kinds = new Map<string, { from: number; unwritten: number }>();

  return ({ workspace, actor, code, route }) => {
    const name = `${workspace}/${actor}/${code}/${route}`;
    const kind = kinds.get(name) ?? { from: Number.NEGATIVE_INFINITY, unwritten: 0 };
    kind.unwritten += 1;
    if (kinds.size >= MAX_KINDS) kinds.clear();
    kinds.set(name, kind);
    if (now() - kind.from < EVERY_MS) return;
    const calls = kind.unwritten;
    kinds.set(name, { from: now(), unwritten: 0 });
    record({ workspace, actor, action: 'call.deny', about: { route, code, calls } }).catch(onFailure);
  };
}
