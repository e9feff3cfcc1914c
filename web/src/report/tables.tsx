import { number, percent } from '../format';
import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './report.module.css';
import type { Report } from './report-queries';
import { Scrollable } from './scrollable';

const { report: say } = words;
const sum = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((all, n) => all + n, 0);

/**
 * Shows how many users reached each node and by which exits they left. Goals are counted before a node's message and at
 * it.
 */
export function Funnel({ report: { funnel } }: { readonly report: Report }) {
  const most = Math.max(1, ...funnel.map(({ arrived }) => arrived));
  const { funnelColumns: columns } = say;
  return (
    <Scrollable>
      <DataTable columns={columns}>
        {funnel.map(({ node, name, sentence, arrived, inside, left, suppressed, goals, exited }) => (
          <tr key={node}>
            <td data-wide>
              <strong>{name}</strong> <span className={look.mono}>{node}</span>
              <div className={look.help}>{sentence}</div>
            </td>
            <td data-wide>
              <span className={styles.barCell}>
                <meter min={0} max={most} value={arrived} aria-label={`${columns.arrived}: ${name}`} />
                {number(arrived)}
              </span>
            </td>
            <td data-label={columns.inside}>{number(inside)}</td>
            <td data-wide>
              {Object.entries(left).map(([port, n]) => (
                <div key={port}>
                  {port} {number(n)}
                </div>
              ))}
              {Object.entries(suppressed).map(([rule, n]) => (
                <div key={rule} className={look.help}>
                  {say.suppressedBy(rule)} {number(n)}
                </div>
              ))}
            </td>
            <td data-wide>
              {Object.entries(goals).map(([goal, { before, at }]) => (
                <div key={goal}>
                  {goal} {number(before)} / {number(at)}
                </div>
              ))}
            </td>
            <td data-label={columns.exited}>{number(exited)}</td>
          </tr>
        ))}
      </DataTable>
    </Scrollable>
  );
}

const MEASURES = [
  'sent',
  'delivered',
  'viewed',
  'clicked',
  'machineViewed',
  'machineClicked',
  'replied',
  'bounced',
  'complained',
  'unsubscribed',
  'failed',
  'failedLater',
  'unreachable',
  'suppressed',
  'expired',
] as const;

export function Messages({ report: { messages } }: { readonly report: Report }) {
  if (messages.length === 0) return <p>{say.noMessages}</p>;
  const { messageColumns: columns } = say;
  return (
    <Scrollable>
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            {MEASURES.map((measure) => (
              <th key={measure} scope="col" className={look.figure}>
                {columns[measure]}
              </th>
            ))}
            <th scope="col" className={look.figure}>
              {columns.converted}
            </th>
          </tr>
        </thead>
        <tbody>
          {messages.map((message) => (
            <tr key={message.node}>
              <td data-wide>
                <strong>{message.name}</strong> <span className={look.help}>{message.channel}</span>
              </td>
              {MEASURES.map((measure) => (
                <td key={measure} className={look.figure} data-label={columns[measure]}>
                  {number(message[measure])}
                </td>
              ))}
              <td className={look.figure} data-label={columns.converted}>
                {number(sum(message.converted))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrollable>
  );
}

export function Versions({ report: { versions } }: { readonly report: Report }) {
  const { versionColumns: columns } = say;
  return (
    <Scrollable>
      <DataTable columns={columns}>
        {versions.map(({ version, entered, inside, goals }) => (
          <tr key={version}>
            <td data-wide>v{version}</td>
            <td data-label={columns.entered}>{number(entered)}</td>
            <td data-label={columns.inside}>{number(inside)}</td>
            <td data-wide>
              {goals.map(({ id, rate }) => (
                <div key={id}>
                  {id} {rate === null ? '–' : percent(rate)}
                </div>
              ))}
            </td>
            <td data-wide>
              {goals.map(({ id, difference }) => (
                <div key={id}>
                  {difference === null ? '–' : say.points(difference.points, difference.low, difference.high)}
                </div>
              ))}
            </td>
          </tr>
        ))}
      </DataTable>
    </Scrollable>
  );
}
