import { useQuery } from '@tanstack/react-query';
import { type DraftDocument, isObject, textOf } from '../builder/model/document';
import { useBuilder } from '../builder/store';
import { seenQuery } from '../client/seen-queries';
import { words } from '../words';
import { Properties, propertiesOf, type Row } from './properties';
import { successOf, useRehearsal, useRehearsalStore } from './rehearsal';

const { rehearse: say } = words;

/** Lets the user in, with the properties that the journey reads of an entry. */
export function Enter() {
  const rehearsal = useRehearsalStore();
  const typed = useRehearsal((state) => state.entering);
  const entryEvent = useRehearsal((state) => successOf(state)?.entryEvent);
  const draft = useBuilder(({ document }) => document);
  const { data: seen } = useQuery(seenQuery);
  const samples = seen?.events.find(({ name }) => name === entryEvent)?.properties ?? [];
  const rows = typed ?? readOfEntry(draft).map((name) => ({ name, text: sampleOf(name, samples) }));
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

const sampleOf = (
  name: string,
  samples: readonly { readonly path: string; readonly samples: readonly string[] }[],
): Row['text'] => samples.find(({ path }) => path === name)?.samples[0] ?? `${name} 1`;

/** Properties of the entry that anything in the journey reads, its key first. */
function readOfEntry({ entry, nodes }: DraftDocument): readonly string[] {
  const key = isObject(entry) ? textOf(entry.key) : '';
  const read = [...JSON.stringify(nodes).matchAll(READ)].map(([, name = '']) => name);
  return [...new Set([key.replace(/^(event|entry)\./, ''), ...read])].filter((name) => name !== '');
}

const READ = /\bcontext\.entry\.(\w+)/g;
