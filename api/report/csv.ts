import type { Report } from './schema.ts';

/** One line per number, for every panel: the shape that spreadsheets filter and pivot. */
const COLUMNS = ['panel', 'of', 'detail', 'measure', 'value'] as const;
type Line = readonly [panel: string, of: string, detail: string, measure: string, value: number | string];

/** Renders a report, or one panel of it, as CSV: the numbers of its JSON, with times in ISO 8601. */
export function csvOf(report: Report, panel?: string): string {
  const lines = linesOf(report).filter(([each]) => panel === undefined || each === panel);
  return [COLUMNS, ...lines].map((line) => `${line.map(writeCell).join(',')}\r\n`).join('');
}

export const PANELS = [
  'about',
  'figures',
  'goals',
  'exits',
  'trend',
  'funnel',
  'messages',
  'versions',
  'reconciliation',
] as const;

const linesOf = (report: Report): readonly Line[] => [
  ...aboutOf(report),
  ...Object.entries(report.figures).map(([name, n]): Line => ['figures', '', '', name, n]),
  ...report.goals.flatMap(goalLines),
  ...Object.entries(report.exits).map(([reason, n]): Line => ['exits', reason, '', 'exited', n]),
  ...report.trend.flatMap((point) => numbersOf('trend', point.from, '', point)),
  ...report.funnel.flatMap(nodeLines),
  ...report.messages.flatMap(messageLines),
  ...report.versions.flatMap(versionLines),
  ...report.reconciliation.sums.map(
    ({ about, of, name, holds }): Line => ['reconciliation', of, about, name, holds ? 'holds' : 'fails'],
  ),
];

const aboutOf = ({ id, at, from, to, version, by, zone, basis }: Report): readonly Line[] =>
  Object.entries({ id, at, from, to, version, by, zone, basis }).map(
    ([name, value]): Line => ['about', '', '', name, value ?? 'all'],
  );

/** Returns one line for each numeric member of `from`. */
const numbersOf = (panel: string, of: string, detail: string, from: object): readonly Line[] =>
  Object.entries(from).flatMap(([name, value]): Line[] =>
    typeof value === 'number' ? [[panel, of, detail, name, value]] : [],
  );

const goalLines = ({ id, lift, ...goal }: Report['goals'][number]): readonly Line[] => [
  ...numbersOf('goals', id, '', goal),
  ...(lift ? numbersOf('goals', id, 'lift', lift) : []),
  ...(lift ? [['goals', id, 'lift', 'telling', lift.telling] as const] : []),
];

const nodeLines = ({ node, left, suppressed, goals, ...line }: Report['funnel'][number]): readonly Line[] => [
  ...numbersOf('funnel', node, '', line),
  ...Object.entries(left).map(([port, n]): Line => ['funnel', node, port, 'left', n]),
  ...Object.entries(suppressed).map(([rule, n]): Line => ['funnel', node, rule, 'suppressed', n]),
  ...Object.entries(goals).flatMap(([id, { before, at }]): Line[] => [
    ['funnel', node, id, 'goal before', before],
    ['funnel', node, id, 'goal at', at],
  ]),
];

const messageLines = ({ node, template, channel, converted, ...line }: Report['messages'][number]): readonly Line[] => [
  ...numbersOf('messages', node, template ?? channel, line),
  ...Object.entries(converted).map(([id, n]): Line => ['messages', node, template ?? channel, `converted ${id}`, n]),
];

const versionLines = ({ version, goals, ...line }: Report['versions'][number]): readonly Line[] => [
  ...numbersOf('versions', `v${version}`, '', line),
  ...goals.flatMap(({ id, ...goal }) => numbersOf('versions', `v${version}`, id, goal)),
];

/** Quotes a cell (RFC 4180). A leading apostrophe keeps spreadsheets from running a text as a formula. */
export function writeCell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
