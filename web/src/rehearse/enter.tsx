import { useQuery } from '@tanstack/react-query';
import { useBuilder } from '../canvas/store';
import { seenQuery } from '../client/seen-queries';
import { entryRows } from '../samples/entry-rows';
import { propertiesOf } from '../samples/rows';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './dock.module.css';
import { Properties } from './properties';
import { successOf, useRehearsal, useRehearsalStore } from './rehearsal';

const { rehearse: say } = words;

/** Lets the user in, with the entry properties that the journey reads. */
export function Enter() {
  const rehearsal = useRehearsalStore();
  const typed = useRehearsal((state) => state.entering);
  const entryEvent = useRehearsal((state) => successOf(state)?.entryEvent);
  const draft = useBuilder(({ document }) => document);
  const { data: seen } = useQuery(seenQuery);
  const samples = seen?.events.find(({ name }) => name === entryEvent)?.properties ?? [];
  const rows = typed ?? entryRows(draft, samples);
  return (
    <span className={styles.enter}>
      <button
        className={look.ink}
        type="button"
        onClick={() => void rehearsal.act({ type: 'enter', properties: propertiesOf(rows) })}
      >
        {say.enter}
      </button>
      <details>
        <summary>
          {entryEvent ?? say.properties}
          {rows.length > 0 && ` (${rows.length})`}
        </summary>
        <Properties rows={rows} onChange={rehearsal.enterWith} />
      </details>
    </span>
  );
}
