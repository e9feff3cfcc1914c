import { useQuery } from '@tanstack/react-query';
import { type DraftDocument, isObject, textOf } from '../builder/model/document';
import { useBuilder } from '../builder/store';
import { seenQuery } from '../client/seen-queries';
import { words } from '../words';
import { Properties } from './properties';
import { successOf, useRehearsal, useRehearsalStore } from './rehearsal';
import { propertiesOf, type Row, type SeenProperty, sampleRow } from './rows';

const { rehearse: say } = words;

/** Lets the user in, with the properties that the journey reads of an entry. */
export function Enter() {
  const rehearsal = useRehearsalStore();
  const typed = useRehearsal((state) => state.entering);
  const entryEvent = useRehearsal((state) => successOf(state)?.entryEvent);
  const draft = useBuilder(({ document }) => document);
  const { data: seen } = useQuery(seenQuery);
  const samples = seen?.events.find(({ name }) => name === entryEvent)?.properties ?? [];
  const rows = typed ?? readOfEntry(draft).map((row) => known(row, samples));
  return (
    <span className="dock-enter">
      <button
        className="ink"
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

/** As it was seen; else as it is invented. */
function known(invented: Row, seen: readonly SeenProperty[]): Row {
  const found = seen.find(({ path }) => path === invented.name);
  return found ? sampleRow(found) : invented;
}

/** Properties of the entry that anything in the journey reads, its key first; with something for each. */
function readOfEntry({ entry, nodes }: DraftDocument): readonly Row[] {
  const key = isObject(entry) ? textOf(entry.key).replace(/^(event|entry)\./, '') : '';
  const rows = new Map(key === '' ? [] : [[key, `${key} 1`]]);
  for (const [, name = '', reckons] of JSON.stringify(nodes).matchAll(READ))
    if (reckons !== undefined || !rows.has(name)) rows.set(name, reckons === undefined ? `${name} 1` : '20');
  return [...rows].map(([name, text]) => ({ name, text }));
}

/** What a filter reckons with is a number. */
const READ = /\bcontext\.entry\.(\w+)(\s*\|\s*(?:times|minus|plus|divided_by|modulo|round|ceil|floor|abs)\b)?/g;
