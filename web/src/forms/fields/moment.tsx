import { useEffect, useState } from 'react';
import { look } from '../../widgets/look';
import { words } from '../../words';
import { Field } from '../field';
import { clockOf, momentOf, readMoment } from '../moment';
import { Suggest } from '../suggest';
import type { PlainProps } from './plain';
import styles from './row.module.css';

const { moment: say } = words.forms;

/** A date and time, by each user's clock or by one clock for all. Any other text stays as written. */
export function MomentField({ value, onChange, ...about }: PlainProps) {
  const written = typeof value === 'string' ? value : '';
  const read = readMoment(written);
  if (written !== '' && !read)
    return (
      <Field {...about} help={say.help}>
        {(control) => (
          <input
            {...control}
            className={look.input}
            type="text"
            value={written}
            onChange={(event) => onChange(event.currentTarget.value === '' ? undefined : event.currentTarget.value)}
          />
        )}
      </Field>
    );
  const { local = '', clock = '' } = read ?? {};
  const own = clockOf(local);
  const clocks = [...new Set(['', 'Z', own, clock])];
  return (
    <Field {...about}>
      {(control) => (
        <div className={`${styles.row} ${styles.moment}`}>
          <input
            {...control}
            className={look.input}
            type="datetime-local"
            value={local}
            onChange={({ currentTarget: { value: to } }) => onChange(to === '' ? undefined : momentOf(to, clock))}
          />
          <select
            className={look.input}
            aria-label={`${about.label}: ${say.clock}`}
            value={clock}
            disabled={local === ''}
            onChange={(event) => onChange(momentOf(local, event.currentTarget.value))}
          >
            {clocks.map((each) => (
              <option key={each} value={each}>
                {each === '' ? say.local : each === 'Z' ? say.utc : each === own ? say.yours(each) : each}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
}

const ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone')];
const MINUTE_MS = 60_000;

/** A time zone by its name, with what its clocks show now. */
export function ZoneField({ value, onChange, ...about }: PlainProps) {
  const zone = typeof value === 'string' ? value : '';
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  const time = timeIn(zone, now);
  return (
    <Field {...about} help={time === undefined ? about.help : say.now(time)}>
      {(control) => (
        <Suggest {...control} value={zone} options={ZONES} onChange={(to) => onChange(to === '' ? undefined : to)} />
      )}
    </Field>
  );
}

function timeIn(timeZone: string, now: number): string | undefined {
  if (timeZone === '') return undefined;
  try {
    return new Date(now).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', timeZone });
  } catch {
    return undefined; // no such zone: the validator says so
  }
}
