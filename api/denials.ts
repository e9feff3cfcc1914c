import type { AuditEntry } from '../store/access/audit.ts';
import type { DeniedCall } from './admit.ts';

export interface DenialPorts {
  readonly record: (entry: AuditEntry) => Promise<void>;
  readonly now: () => number;
  readonly onFailure: (error: unknown) => void;
}

const EVERY_MS = 60_000;
/** Kinds of denied calls that are told apart at once. */
const MAX_KINDS = 1_000;

/**
 * Writes denied calls into the audit: each kind (who, what, why) at once, and then once a minute with how many there were, so that
 * nobody can fill a disk by knocking.
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
