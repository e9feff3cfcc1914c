import type { InstanceDetail } from './instance-queries';

export const ACTS = ['skip', 'retry', 'pause', 'resume', 'move', 'exit'] as const;
export type Act = (typeof ACTS)[number];

/** Returns the commands that an operator can give the instance now. An ended instance takes none. */
export function actsFor({ status, pausedAt, waitsFor, retrying }: InstanceDetail): readonly Act[] {
  if (status !== 'live') return [];
  const isWaiting = waitsFor?.until != null || retrying !== null;
  return ACTS.filter((act) => {
    if (act === 'skip') return isWaiting;
    if (act === 'pause') return pausedAt === null;
    if (act === 'resume') return pausedAt !== null;
    return true;
  });
}
