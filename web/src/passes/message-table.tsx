import { Link } from '@tanstack/react-router';
import { ENGAGEMENTS } from '../../../journey/events/own-events';
import type { components } from '../client/schema';
import { moment } from '../format';
import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { words } from '../words';

const { messages: say } = words;

interface MessageTableProps {
  readonly messages: readonly components['schemas']['Message'][];
  /** The messages belong to several journeys, so each row names its own. */
  readonly withJourney?: boolean;
}

const MARKS = ['confirmed', ...ENGAGEMENTS, 'failed', 'machineViewed', 'machineClicked'] as const;

/** Lists messages with their outcomes. */
export const MessageTable = ({ messages, withJourney = false }: MessageTableProps) => (
  <DataTable columns={say.columns}>
    {messages.map((message) => (
      <tr key={message.key}>
        <td data-wide>{moment(message.claimedAt)}</td>
        <td data-wide>
          {withJourney && (
            <>
              <Link to="/journeys/$id/instances/$instance" params={{ id: message.journey, instance: message.instance }}>
                {message.journey}
              </Link>
              {' · '}
            </>
          )}
          {message.node}
          {message.template !== null && ` ‘${message.template}’`}
        </td>
        <td>{message.channel}</td>
        <td data-wide>
          {message.outcome ?? message.state}
          {message.detail !== null && <div className={look.help}>{message.detail}</div>}
          {message.devices !== null && (
            <ul className={`${look.plainList} ${look.help}`} aria-label={say.devices}>
              {message.devices.map(({ device, platform, provider, state, reason }) => (
                <li key={device}>{say.device(platform, provider, say.deviceStates[state], reason)}</li>
              ))}
            </ul>
          )}
          {message.isCaught && (
            <div>
              <Link to="/inbox" search={{ key: message.key }}>
                {say.asSent}
              </Link>
            </div>
          )}
        </td>
        <td>
          {MARKS.filter((mark) => message[`${mark}At`] !== null)
            .map((mark) => say.marks[mark])
            .join(', ')}
        </td>
      </tr>
    ))}
  </DataTable>
);
