import { OUTCOMES, type Outcome } from '../../journey/delivery/channel.ts';
import type { Measured } from '../../store/read-model/report/scope.ts';
import type { Report, ReportSum } from './schema.ts';
import { sumOf, type Tally, tallyOf } from './tally.ts';

/**
 * The sums of a report, each with its terms (design.md §7.12). What is inside is counted by rows and all else by what decisions counted, so that
 * a sum can fail: then it is told, and never rounded away.
 */
export function reconcile(
  report: Omit<Report, 'reconciliation'>,
  measured: readonly Measured[],
): Report['reconciliation'] {
  const tally = tallyOf(measured);
  const sums = [
    qualifiedOf(report.figures),
    enteredOf('entered', '', report.figures, report.exits),
    ...(report.version === null && report.versions.length > 1
      ? report.versions.map((each) =>
          enteredOf('version', `v${each.version}`, each, tallyOf(measured, each.version).named('', 'exited:')),
        )
      : []),
    trendOf(report),
    ...report.funnel.filter((each) => each.arrived > 0 || each.inside > 0).map(nodeOf),
    ...messageSums(report, tally),
  ];
  return { holds: sums.every(({ holds }) => holds), sums };
}

function sum(about: ReportSum['about'], of: string, name: string, n: number, terms: ReportSum['terms']): ReportSum {
  return { about, of, name, n, terms, holds: n === terms.reduce((so, each) => so + each.n, 0) };
}

const qualifiedOf = ({ qualified, refused, control, queued, entered }: Report['figures']): ReportSum =>
  sum('qualified', '', 'qualified', qualified, [
    { name: 'refused', n: refused },
    { name: 'control', n: control },
    { name: 'queued', n: queued },
    { name: 'entered', n: entered },
  ]);

/** Of a version, with those who were moved to it and without those who were moved from it. */
function enteredOf(
  about: ReportSum['about'],
  of: string,
  { entered, movedIn, movedOut, inside }: Pick<Report['figures'], 'entered' | 'movedIn' | 'movedOut' | 'inside'>,
  exits: Report['exits'],
): ReportSum {
  return sum(about, of, 'entered', entered, [
    ...movedTerm({ movedIn, movedOut }),
    { name: 'inside', n: inside },
    ...Object.entries(exits).map(([reason, n]) => ({ name: `exited:${reason}`, n })),
  ]);
}

const movedTerm = ({ movedIn, movedOut }: Pick<Report['figures'], 'movedIn' | 'movedOut'>): ReportSum['terms'] =>
  movedIn === movedOut ? [] : [{ name: 'moved', n: movedOut - movedIn }];

/** What was counted as entered, against the rows of the trend. */
const trendOf = ({ figures, trend }: Pick<Report, 'figures' | 'trend'>): ReportSum =>
  sum('trend', '', 'entered', figures.entered, [
    ...movedTerm(figures),
    { name: 'trend', n: trend.reduce((so, { entered }) => so + entered, 0) },
  ]);

const nodeOf = ({ node, arrived, inside, left, exited }: Report['funnel'][number]): ReportSum =>
  sum('node', node, 'arrived', arrived, [
    { name: 'inside', n: inside },
    ...Object.entries(left).map(([port, n]) => ({ name: `left:${port}`, n })),
    { name: 'exited', n: exited },
  ]);

/** What was counted of a node's messages, against their rows. */
function messageSums({ messages }: Pick<Report, 'messages'>, tally: Tally): readonly ReportSum[] {
  const nodes = [...new Set([...tally.nodes, ...messages.map(({ node }) => node)])];
  return nodes.flatMap((node) => {
    const counted = sumOf(tally.named(node, 'message:'));
    const lines = messages.filter((line) => line.node === node);
    if (counted === 0 && lines.length === 0) return [];
    const of = (name: Outcome) => ({
      name,
      n: lines.reduce((so, line) => so + line[name], 0),
    });
    const terms = OUTCOMES.map(of);
    return [
      sum(
        'messages',
        node,
        'messages',
        counted,
        terms.filter(({ n }) => n > 0),
      ),
    ];
  });
}
