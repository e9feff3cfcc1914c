import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { seenQuery } from '../client/seen-queries';
import { Suggest } from '../forms/suggest';
import { propertiesOf, type Row, sampleRow } from '../samples/rows';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './dock.module.css';
import { Properties } from './properties';
import { successOf, useRehearsal, useRehearsalStore } from './rehearsal';

const { rehearse: say } = words;

/** Sends an event of the user at the shown moment. */
export function Fire() {
  const rehearsal = useRehearsalStore();
  const waited = useRehearsal((state) => successOf(state)?.events);
  const { data: seen } = useQuery(seenQuery);
  const [event, setEvent] = useState('');
  const [typed, setTyped] = useState<readonly Row[]>();
  const rows = typed ?? seen?.events.find(({ name }) => name === event)?.properties.map(sampleRow) ?? [];
  const names = useMemo(
    () => [...new Set([...(waited ?? []), ...(seen?.events.map(({ name }) => name) ?? [])])],
    [waited, seen],
  );
  const take = (name: string) => {
    setEvent(name);
    setTyped(undefined); // of another event
  };
  return (
    <form
      className={styles.fire}
      onSubmit={(submitted) => {
        submitted.preventDefault();
        if (event !== '') void rehearsal.act({ type: 'event', event, properties: propertiesOf(rows) });
      }}
    >
      <span className={styles.field}>
        {say.event}
        <Suggest label={say.event} value={event} options={names} onChange={take} />
      </span>
      <button className={look.plain} type="submit" disabled={event === '' || waited === undefined}>
        {say.fire}
      </button>
      <details>
        <summary>
          {say.properties}
          {rows.length > 0 && ` (${rows.length})`}
        </summary>
        <Properties rows={rows} onChange={setTyped} />
      </details>
    </form>
  );
}
