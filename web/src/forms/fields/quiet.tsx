import { useMemo, useState } from 'react';
import type { JsonObject, JsonValue } from '../../../../journey/base/json';
import { MessageChannel } from '../../../../journey/delivery/channel';
import { QuietHours } from '../../../../journey/delivery/quiet-hours';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { quietWeek } from '../quiet-week';
import { ListField, type RenderItem } from './many';
import type { PlainProps } from './plain';
import styles from './quiet.module.css';

const { quiet: say } = words.forms;

const PRESETS: Readonly<Record<keyof typeof say.presets, JsonObject>> = {
  nights: { from: '22:00', to: '08:00' },
  weekends: { from: '00:00', to: '00:00', weekdays: [6, 7] },
};

interface QuietFieldProps extends PlainProps {
  readonly item: JsonObject;
  readonly render: RenderItem;
}

/** Edits quiet hours as rows, and shows the resulting week on the user's own clock. */
export function QuietField(props: QuietFieldProps) {
  const rows = Array.isArray(props.value) ? props.value : [];
  return (
    <>
      <ListField {...props} />
      <div className={styles.quiet}>
        <div className={styles.presets}>
          {(Object.keys(PRESETS) as (keyof typeof PRESETS)[]).map((preset) => (
            <button
              key={preset}
              className={look.textButton}
              type="button"
              onClick={() => props.onChange([...rows, PRESETS[preset]])}
            >
              {say.presets[preset]}
            </button>
          ))}
        </div>
        {rows.length > 0 && <Week rows={rows} />}
      </div>
    </>
  );
}

const ALL = MessageChannel.options;

function Week({ rows }: { readonly rows: readonly JsonValue[] }) {
  const [channel, setChannel] = useState<MessageChannel>('email');
  const read = useMemo(() => QuietHours.array().safeParse(rows), [rows]);
  const week = useMemo(() => (read.success ? quietWeek(read.data, channel) : undefined), [read, channel]);
  if (!week) return <p className={look.help}>{say.unfinished}</p>;
  return (
    <table className={styles.week}>
      <caption>
        {say.week}{' '}
        <select
          className={`${look.input} ${look.narrow}`}
          aria-label={say.channel}
          value={channel}
          onChange={(event) => setChannel(MessageChannel.parse(event.currentTarget.value))}
        >
          {ALL.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </caption>
      <tbody>
        {week.map((day, index) => (
          <tr key={words.forms.weekdays[index]}>
            <th scope="row">{words.forms.weekdays[index]}</th>
            {day.map((quiet, hour) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: an hour has no name but its place
                key={hour}
                data-quiet={quiet}
                title={say.hour(words.forms.weekdays[index] ?? '', hour, say.how[quiet])}
              >
                <span className={look.hidden}>{say.hour('', hour, say.how[quiet])}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
