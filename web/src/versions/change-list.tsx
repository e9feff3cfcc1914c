import { useMemo } from 'react';
import { type Change, changesOf, ROOMS } from '../document/diff';
import type { DraftDocument } from '../document/document';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './change-list.module.css';

const { diff: say, publish } = words.builder;

/** Lists the changes between two documents, grouped by area. */
export function ChangeList({ before, after }: { readonly before: DraftDocument; readonly after: DraftDocument }) {
  const changes = useMemo(() => changesOf(before, after), [before, after]);
  if (changes.length === 0) return <p>{publish.same}</p>;
  return (
    <dl className={styles.changes}>
      {ROOMS.map((room) => {
        const own = changes.filter((change) => change.room === room);
        if (own.length === 0) return null;
        return (
          <div key={room}>
            <dt>{say[room]}</dt>
            {own.map((change) => (
              <Line key={`${change.what} ${change.type}`} change={change} />
            ))}
          </div>
        );
      })}
    </dl>
  );
}

const SIGN = { added: '+', removed: '−', changed: '' } as const;

const Line = ({ change: { type: is, title, before, after } }: { readonly change: Change }) => (
  <dd data-is={is}>
    <strong>
      {SIGN[is]} {title}
    </strong>{' '}
    <span className={look.hidden}>{say[is]}</span>
    {before !== undefined && <del>{before === '' ? say.nothing : before}</del>}
    {before !== undefined && after !== undefined && ' → '}
    {after !== undefined && <ins>{after === '' ? say.nothing : after}</ins>}
  </dd>
);
