import type { Instance, TraceLine } from './apply.ts';

/** Lines kept for the operator; the whole trace is in the store. */
const LAST = 30;

/** What has happened lately, as Temporal's UI shows it: codes and node ids, nothing personal. */
export const remember = (lines: readonly TraceLine[], more: readonly TraceLine[]): readonly TraceLine[] =>
  [...lines, ...more].slice(-LAST);

/** Current details in Markdown: where the instance is, since when, until when, what keeps it from going on, and the path so far. */
export function tell(instance: Instance, lines: readonly TraceLine[], trouble?: string): string {
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
