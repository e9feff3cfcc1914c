import type { Instance, TraceLine } from './apply.ts';

/** Lines shown to operators. The whole trace is in the store. */
const LAST = 30;

/** Keeps the latest trace lines for Temporal's UI: codes and node IDs, nothing personal. */
export const keepLatestLines = (lines: readonly TraceLine[], more: readonly TraceLine[]): readonly TraceLine[] =>
  [...lines, ...more].slice(-LAST);

/**
 * Describes the instance in Markdown for Temporal's UI: its node, since when, until when, what it is stuck on, and its
 * latest lines.
 */
export function describeInstance(instance: Instance, lines: readonly TraceLine[], trouble?: string): string {
  const { at, arrivedAt, until, exit, pausedAt } = instance;
  const where = exit
    ? `**Ended: ${exit.reason}**${exit.goal ? ` (${exit.goal})` : ''}`
    : `At **${at ?? 'the entry'}**${pausedAt === null ? '' : ', **paused**'} since ${when(arrivedAt)}${until === null ? '' : `, until ${when(until)} at the latest`}`;
  const path = lines.map(
    ({ at: moment, node, move, port, rule }) =>
      `- ${when(moment)} **${node ?? 'entry'}** ${port ? `→ ${port}` : move}: ${rule.replaceAll('-', ' ')}`,
  );
  return [where, ...(trouble === undefined ? [] : ['', `**Stuck**: ${trouble}`]), '', ...path].join('\n');
}

const when = (instant: number): string =>
  new Date(instant)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.000Z$/, 'Z');
