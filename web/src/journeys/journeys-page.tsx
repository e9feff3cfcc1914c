import { TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { JourneyState, JourneySummary } from '../client/client';
import { type JourneyFilter, journeysQuery, SORTS } from '../client/queries';
import { searchText } from '../client/search-text';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { type Action, BulkDialog } from './bulk-dialog';
import { Clone } from './clone';
import { EmptyList } from './empty-list';
import { JourneyTable } from './journey-table';
import { SelectionBar } from './selection-bar';
import { useTableKeys } from './table-keys';

const STATES = Object.keys(words.states) as readonly JourneyState[];

/** Reads the list's filter from the address. Unknown parameters are dropped. */
export function filterIn({ search, state, label, owner, sort, cursor }: Record<string, unknown>): JourneyFilter {
  return {
    search: searchText(search),
    state: STATES.find((each) => each === state),
    label: searchText(label),
    owner: searchText(owner),
    sort: SORTS.find((each) => each === sort),
    cursor: searchText(cursor),
  };
}

const TYPING_MS = 200;
const NOBODY: ReadonlySet<string> = new Set();
const NONE: readonly JourneySummary[] = [];

function withIds(before: ReadonlySet<string>, ids: readonly string[], isSelected: boolean): ReadonlySet<string> {
  const after = new Set(before);
  for (const id of ids) {
    if (isSelected) after.add(id);
    else after.delete(id);
  }
  return after;
}

/** Lists the journeys, with their states and problems. */
export function JourneysPage({ filter }: { readonly filter: JourneyFilter }) {
  const { data, error, refetch, dataUpdatedAt } = useQuery(journeysQuery(filter));
  const { journeys: say } = words;
  const [selected, setSelected] = useState<ReadonlySet<string>>(NOBODY);
  const [action, setAction] = useState<Action>();
  const { sort: _, ...narrowed } = filter;
  const isFiltered = Object.values(narrowed).some((value) => value !== undefined);
  const [cloned, setCloned] = useState<string>();
  const select = (ids: readonly string[], isSelected: boolean) =>
    setSelected((before) => withIds(before, ids, isSelected));
  const at = useTableKeys({ journeys: data?.journeys ?? NONE, selected, onSelect: select });
  useEffect(() => {
    document.title = `${words.journeys.title} · ${words.product}`;
  }, []);
  return (
    <>
      <header>
        <h1>{say.title}</h1>
        <Link className={`${look.ink} ${look.end}`} to="/journeys/new">
          {words.newJourney.open}
        </Link>
      </header>
      <Filters filter={filter} />
      {selected.size > 0 && (
        <SelectionBar
          count={selected.size}
          onAct={setAction}
          onClone={() => setCloned([...selected][0])}
          onClear={() => setSelected(NOBODY)}
        />
      )}
      {action && (
        <BulkDialog
          action={action}
          ids={[...selected]}
          onClose={(isDone) => {
            setAction(undefined);
            if (isDone) setSelected(NOBODY);
          }}
        />
      )}
      {cloned !== undefined && <Clone id={cloned} onClose={() => setCloned(undefined)} />}
      {error && !data && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}
      {error && data && (
        <div className={look.notice} role="status">
          {words.trouble.asOf(new Date(dataUpdatedAt).toLocaleTimeString())}
        </div>
      )}
      {data && data.journeys.length === 0 && !isFiltered && <EmptyList />}
      {data && (data.journeys.length > 0 || isFiltered) && (
        <div className={look.card}>
          <JourneyTable journeys={data.journeys} filter={filter} selected={selected} at={at} onSelect={select} />
          {data.journeys.length === 0 && (
            <div className={look.empty}>
              <p>{say.noMatch}</p>
              <Link className={look.plain} to="/journeys">
                {say.dropFilters}
              </Link>
            </div>
          )}
          <div className={look.pager}>
            {filter.cursor !== undefined && (
              <Link className={look.plain} to="/journeys" search={{ ...filter, cursor: undefined }}>
                {say.first}
              </Link>
            )}
            {data.next !== null && (
              <Link className={look.plain} to="/journeys" search={{ ...filter, cursor: data.next }}>
                {say.next}
              </Link>
            )}
          </div>
        </div>
      )}
    </>
  );
}

/** Shows the filters. They are stored in the address, so that a list can be shared. */
function Filters({ filter }: { readonly filter: JourneyFilter }) {
  const navigate = useNavigate();
  const { journeys: say } = words;
  const [typed, setTyped] = useState(filter.search ?? '');
  useEffect(() => {
    const wanted = typed.trim() === '' ? undefined : typed.trim();
    if (wanted === filter.search) return;
    const timer = setTimeout(() => {
      void navigate({ to: '/journeys', search: { ...filter, search: wanted, cursor: undefined }, replace: true });
    }, TYPING_MS);
    return () => clearTimeout(timer);
  }, [typed, filter, navigate]);
  return (
    <search className={look.filters}>
      <TextInput
        className={look.search}
        type="search"
        aria-label={say.search}
        placeholder={say.search}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <ul className={look.chips}>
        {[undefined, ...STATES].map((state) => (
          <li key={state ?? 'all'}>
            <Link
              className={look.chip}
              to="/journeys"
              search={{ ...filter, state, cursor: undefined }}
              aria-current={filter.state === state ? 'true' : undefined}
            >
              {state === undefined ? say.all : words.states[state]}
            </Link>
          </li>
        ))}
      </ul>
      {filter.label !== undefined && (
        <Link
          className={look.chip}
          to="/journeys"
          search={{ ...filter, label: undefined, cursor: undefined }}
          aria-label={say.withoutLabel(filter.label)}
        >
          {say.label(filter.label)} ×
        </Link>
      )}
      {filter.owner !== undefined && (
        <Link
          className={look.chip}
          to="/journeys"
          search={{ ...filter, owner: undefined, cursor: undefined }}
          aria-label={say.withoutOwner(filter.owner)}
        >
          {say.owner(filter.owner)} ×
        </Link>
      )}
    </search>
  );
}
