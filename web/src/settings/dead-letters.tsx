import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { moment } from '../format';
import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './settings.module.css';
import { type DeadLetter, type DeadLetterFilter, deadLettersQuery, replayDeadLetters } from './settings-queries';

const { aside: say } = words.settings;
const KINDS = Object.keys(say.kinds) as readonly DeadLetter['kind'][];

/** Lists the work that failed after many tries, with buttons to replay it. */
export function DeadLetters({ canReplay }: { readonly canReplay: boolean }) {
  const [filter, setFilter] = useState<DeadLetterFilter>({});
  const client = useQueryClient();
  const { data, error, refetch, hasNextPage, fetchNextPage } = useInfiniteQuery(deadLettersQuery(filter));
  const replaying = useMutation({
    mutationFn: replayDeadLetters,
    onSuccess: () => client.invalidateQueries({ queryKey: ['dead-letters'] }),
  });
  const letters = data?.pages.flatMap(({ deadLetters }) => deadLetters) ?? [];
  const isFiltered = filter.kind !== undefined || (filter.reason ?? '') !== '';
  return (
    <div className={look.card}>
      <p className={look.help}>{say.about}</p>
      <Filters filter={filter} onChange={setFilter} />
      {error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {data && letters.length === 0 && (
        <p>
          {isFiltered ? say.none : say.empty}{' '}
          {isFiltered && (
            <button className={look.plain} type="button" onClick={() => setFilter({})}>
              {say.clear}
            </button>
          )}
        </p>
      )}
      {letters.length > 0 && (
        <DataTable caption={say.caption} columns={say.columns}>
          {letters.map((letter) => (
            <Row
              key={letter.id}
              letter={letter}
              onReplay={canReplay ? () => replaying.mutate({ ids: [letter.id] }) : undefined}
            />
          ))}
        </DataTable>
      )}
      {replaying.error && <TroubleNotice trouble={replaying.error} />}
      <p className={look.help} role="status">
        {replaying.data && say.done(replaying.data.replayed, replaying.data.more)}
      </p>
      <div className={look.pager}>
        {hasNextPage && (
          <button className={look.plain} type="button" onClick={() => void fetchNextPage()}>
            {say.next}
          </button>
        )}
        {canReplay && letters.some(({ kind }) => kind !== 'loop') && (
          <button type="button" disabled={replaying.isPending} onClick={() => replaying.mutate(filter)}>
            {say.replayAll}
          </button>
        )}
      </div>
    </div>
  );
}

interface FiltersProps {
  readonly filter: DeadLetterFilter;
  readonly onChange: (filter: DeadLetterFilter) => void;
}

const Filters = ({ filter, onChange }: FiltersProps) => (
  <div>
    <label>
      <span>{say.kind}</span>
      <select
        value={filter.kind ?? ''}
        onChange={({ target }) => onChange({ ...filter, kind: KINDS.find((kind) => kind === target.value) })}
      >
        <option value="">{say.all}</option>
        {KINDS.map((kind) => (
          <option key={kind} value={kind}>
            {say.kinds[kind]}
          </option>
        ))}
      </select>
    </label>
    <TextLine label={say.search} value={filter.reason ?? ''} onChange={(reason) => onChange({ ...filter, reason })} />
  </div>
);

interface RowProps {
  readonly letter: DeadLetter;
  readonly onReplay: (() => void) | undefined;
}

function Row({ letter: { kind, userId, what, reason, setAsideAt }, onReplay }: RowProps) {
  const name = what ?? say.kinds[kind];
  return (
    <tr>
      <td data-wide>
        <time dateTime={setAsideAt} title={setAsideAt}>
          {moment(setAsideAt)}
        </time>
      </td>
      <td>
        {userId === null ? (
          say.erased
        ) : (
          <Link to="/users/$user" params={{ user: userId }}>
            {userId}
          </Link>
        )}
      </td>
      <td>
        {name} · {say.kinds[kind]}
      </td>
      <td data-wide className={styles.about}>
        {reason}
      </td>
      <td>
        {kind === 'loop' ? (
          <span className={look.help}>{say.nothing}</span>
        ) : (
          onReplay && (
            <button
              className={look.plain}
              type="button"
              aria-label={say.replay(name, userId ?? say.erased)}
              onClick={onReplay}
            >
              {say.replayShort}
            </button>
          )
        )}
      </td>
    </tr>
  );
}
