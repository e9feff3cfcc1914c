import type { Journey } from '../../journey/document/document.ts';
import { typeOf } from '../../journey/nodes/index.ts';
import { liftOf } from '../../journey/statistics/lift.ts';
import type { MessageLine } from '../../store/read-model/report/messages.ts';
import type { ReportRows } from '../../store/read-model/report/report.ts';
import type { TrendPoint } from '../../store/read-model/report/trend.ts';
import { liftView } from '../goals-view.ts';
import { isoOf } from '../paging.ts';
import { reconcile } from './reconciliation.ts';
import type { Report } from './schema.ts';
import { sumOf, type Tally, tallyOf } from './tally.ts';

/** Parameters of a report, and when its rows were read. */
export interface ReportRequest {
  readonly id: string;
  readonly now: number;
  readonly from: number | null;
  readonly to: number | null;
  readonly version: number | null;
  readonly by: Report['by'];
  readonly zone: string;
}

/** Builds a report from the rows of one snapshot. Pure. */
export function reportOf(
  asked: ReportRequest,
  document: Journey,
  rows: ReportRows,
  trend: readonly TrendPoint[],
): Report {
  const tally = tallyOf(rows.measured);
  const report = {
    ...{ id: asked.id, version: asked.version, by: asked.by, zone: asked.zone, basis: rows.basis },
    at: isoOf(asked.now),
    from: asked.from === null ? null : isoOf(asked.from),
    to: asked.to === null ? null : isoOf(asked.to),
    figures: figuresOf(
      tally,
      sumInside(rows, () => true),
    ),
    goals: rows.goals.map((id) => goalOf(id, tally, rows)),
    exits: tally.named('', 'exited:'),
    trend: trend.map((point) => pointOf(point, asked)),
    funnel: funnelOf(document, tally, rows),
    messages: rows.messages.map((line) => messagesOf(line, document)),
    versions: versionsOf(rows),
  };
  return { ...report, reconciliation: reconcile(report, rows.measured) };
}

const sumInside = ({ there }: ReportRows, is: (each: ReportRows['there'][number]) => boolean): number =>
  there.filter(is).reduce((sum, { n }) => sum + n, 0);

function figuresOf(tally: Tally, inside: number): Report['figures'] {
  const of = (measure: string) => tally.of('', measure);
  return {
    qualified: of('qualified'),
    refused: of('refused'),
    control: of('control'),
    queued: of('queued'),
    entered: of('entered'),
    movedIn: of('moved-in'),
    movedOut: of('moved-out'),
    inside,
    completed: of('exited:completed'),
    exited: sumOf(tally.named('', 'exited:')),
  };
}

/** Returns the number of instances. An instance moved between versions counts for the version it moved to. */
const instancesOf = (tally: Tally): number =>
  tally.of('', 'entered') + tally.of('', 'moved-in') - tally.of('', 'moved-out');

function goalOf(id: string, tally: Tally, rows: ReportRows): Report['goals'][number] {
  const [met, passes] = [tally.of('', `goal:${id}`), instancesOf(tally)];
  const share = rows.shares.get(id);
  return {
    ...{ id, met },
    rate: passes === 0 ? null : met / passes,
    medianMs: medianOf(id, null, rows),
    lift: share ? liftView(share) : null,
  };
}

const medianOf = (id: string, version: number | null, { times }: ReportRows): number | null =>
  times.find((each) => each.version === version && each.goal === id)?.medianMs ?? null;

const pointOf = ({ from, to, ...point }: TrendPoint, asked: ReportRequest): Report['trend'][number] => ({
  ...point,
  from: isoOf(from),
  to: isoOf(to),
  isUnfinished: to > asked.now || (asked.to !== null && to > asked.to) || (asked.from !== null && from < asked.from),
});

function funnelOf(document: Journey, tally: Tally, rows: ReportRows): Report['funnel'] {
  const gone = [...new Set([...tally.nodes, ...rows.there.map(({ node }) => node)])].filter(
    (node) => node !== '' && !Object.hasOwn(document.nodes, node),
  );
  return [...Object.keys(document.nodes), ...gone].map((node) => ({
    node,
    ...describeNode(document, node),
    arrived: tally.of(node, 'arrived'),
    inside: sumInside(rows, (each) => each.node === node),
    left: tally.named(node, 'left:'),
    suppressed: tally.named(node, 'suppressed:'),
    exited: tally.of(node, 'exited'),
    goals: goalsAt(node, tally, rows.goals),
  }));
}

function describeNode(document: Journey, node: string) {
  const known = Object.entries(document.nodes).find(([id]) => id === node)?.[1];
  if (!known) return { type: null, name: node, sentence: null };
  return { type: known.type, name: known.name ?? node, sentence: typeOf(known).describe(known) };
}

const goalsAt = (node: string, tally: Tally, goals: readonly string[]): Report['funnel'][number]['goals'] =>
  Object.fromEntries(
    goals.flatMap((id) => {
      const [all, before] = [tally.of(node, `goal:${id}`), tally.of(node, `goal-before:${id}`)];
      return all === 0 ? [] : [[id, { before, at: all - before }]];
    }),
  );

function messagesOf({ outcomes, ...line }: MessageLine, document: Journey): Report['messages'][number] {
  const { sent = 0, failed = 0, unreachable = 0, suppressed = 0, unknown = 0, expired = 0, withheld = 0 } = outcomes;
  return {
    ...line,
    ...{ sent, failed, unreachable, suppressed, unknown, expired, withheld },
    name: describeNode(document, line.node).name,
    converted: { ...line.converted },
  };
}

function versionsOf(rows: ReportRows): Report['versions'] {
  const versions = [...new Set(rows.measured.map(({ version }) => version))].toSorted((a, b) => b - a);
  return versions.map((version, index) => {
    const tally = tallyOf(rows.measured, version);
    const before = versions[index + 1];
    const { entered, movedIn, movedOut, inside } = figuresOf(
      tally,
      sumInside(rows, (each) => each.version === version),
    );
    return {
      ...{ version, entered, movedIn, movedOut, inside },
      goals: rows.goals.map((id) => ({
        ...goalInVersion(id, tally),
        medianMs: medianOf(id, version, rows),
        difference: before === undefined ? null : differenceOf(id, tally, tallyOf(rows.measured, before)),
      })),
    };
  });
}

function goalInVersion(id: string, tally: Tally) {
  const [met, passes] = [tally.of('', `goal:${id}`), instancesOf(tally)];
  return { id, met, rate: passes === 0 ? null : met / passes };
}

/**
 * Compares a goal with the previous version, by instances. Users aren't assigned to versions at random, so this shows a
 * difference and not its cause.
 */
function differenceOf(id: string, tally: Tally, before: Tally) {
  const shareOf = (of: Tally) => ({ persons: instancesOf(of), converted: of.of('', `goal:${id}`) });
  const compared = liftOf(shareOf(tally), shareOf(before));
  if (!compared) return null;
  const [low, high] = compared.interval;
  return { points: compared.difference * 100, low: low * 100, high: high * 100 };
}
