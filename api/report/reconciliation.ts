import { OUTCOMES, type Outcome } from '../../journey/delivery/channel.ts';
import type { Measured } from '../../store/read-model/report/scope.ts';
import type { Report, ReportSum } from './schema.ts';
import { sumOf, type Tally, tallyOf } from './tally.ts';

/**
 * Checks the sums of a report, each with its terms (design.md §7.12). Live instances are counted from rows and all else
 * from the counts that decisions wrote, so a sum can fail. A failed sum is shown, never corrected.
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

function toSum(about: ReportSum['about'], of: string, name: string, n: number, terms: ReportSum['terms']): ReportSum {
  return { about, of, name, n, terms, holds: n === terms.reduce((so, each) => so + each.n, 0) };
}

const qualifiedOf = ({ qualified, refused, control, queued, entered }: Report['figures']): ReportSum =>
  toSum('qualified', '', 'qualified', qualified, [
    { name: 'refused', n: refused },
    { name: 'control', n: control },
    { name: 'queued', n: queued },
    { name: 'entered', n: entered },
  ]);

/** Compares entries, corrected by moves between versions, with live and ended instances. */
function enteredOf(
  about: ReportSum['about'],
  of: string,
  { entered, movedIn, movedOut, inside }: Pick<Report['figures'], 'entered' | 'movedIn' | 'movedOut' | 'inside'>,
  exits: Report['exits'],
): ReportSum {
  return toSum(about, of, 'entered', entered, [
    ...movedTerm({ movedIn, movedOut }),
    { name: 'inside', n: inside },
    ...Object.entries(exits).map(([reason, n]) => ({ name: `exited:${reason}`, n })),
  ]);
}

const movedTerm = ({ movedIn, movedOut }: Pick<Report['figures'], 'movedIn' | 'movedOut'>): ReportSum['terms'] =>
  movedIn === movedOut ? [] : [{ name: 'moved', n: movedOut - movedIn }];

/** Compares the counted entries with the rows of the trend. */
const trendOf = ({ figures, trend }: Pick<Report, 'figures' | 'trend'>): ReportSum =>
  toSum('trend', '', 'entered', figures.entered, [
    ...movedTerm(figures),
    { name: 'trend', n: trend.reduce((so, { entered }) => so + entered, 0) },
  ]);

const nodeOf = ({ node, arrived, inside, left, exited }: Report['funnel'][number]): ReportSum =>
  toSum('node', node, 'arrived', arrived, [
    { name: 'inside', n: inside },
    ...Object.entries(left).map(([port, n]) => ({ name: `left:${port}`, n })),
    { name: 'exited', n: exited },
  ]);

/** Compares the counted messages of each node with their rows. */
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
      toSum(
        'messages',
        node,
        'messages',
        counted,
        terms.filter(({ n }) => n > 0),
      ),
    ];
  });
}
