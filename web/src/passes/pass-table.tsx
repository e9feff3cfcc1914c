import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { components } from '../client/schema';
import { ago, moment } from '../format';
import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { words } from '../words';

const { passes: say } = words;

export type Pass = components['schemas']['Instance'];

interface PassTableProps {
  readonly passes: readonly Pass[];
  readonly caption: string;
  /**
   * Names each row, and the heading of that column: by user in a list of one journey, by journey in a list of one user.
   */
  readonly by: 'userId' | 'journey';
  readonly children?: ReactNode;
}

/** Lists instances: the node or the exit of each, with times. */
export const PassTable = ({ passes, caption, by, children }: PassTableProps) => (
  <div className={look.card}>
    <DataTable caption={caption} columns={[say.by[by], ...Object.values(say.columns)]}>
      {passes.map((pass) => (
        <Row key={pass.id} pass={pass} title={pass[by]} />
      ))}
    </DataTable>
    {children}
  </div>
);

function whereOf({ status, node, exit }: Pass): string {
  if (exit) return say.left(exit.reason, exit.goal);
  if (status === 'control') return say.control;
  return node ?? say.starting;
}

const Row = ({ pass, title }: { readonly pass: Pass; readonly title: string }) => (
  <tr>
    <td data-wide>
      <Link to="/journeys/$id/instances/$instance" params={{ id: pass.journey, instance: pass.id }}>
        {title}
      </Link>{' '}
      {pass.key !== '' && <span className={look.mono}>{pass.key}</span>}
    </td>
    <td data-wide>
      {whereOf(pass)}
      {pass.stuck !== null && <div className={look.wrong}>{pass.stuck}</div>}
      {pass.pausedBy !== null && <div className={look.help}>{words.instance.paused(pass.pausedBy)}</div>}
    </td>
    <td data-wide data-label={say.columns.entered}>
      <time dateTime={pass.enteredAt} title={moment(pass.enteredAt)}>
        {ago(pass.enteredAt)}
      </time>
    </td>
    {pass.until === null ? (
      <td />
    ) : (
      <td data-wide data-label={say.columns.until}>
        <time dateTime={pass.until}>{moment(pass.until)}</time>
      </td>
    )}
    <td>v{pass.version}</td>
  </tr>
);
