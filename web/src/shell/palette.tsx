import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from 'react';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { words } from '../words';
import styles from './palette.module.css';

const { palette: say } = words;

interface Place {
  readonly kind: keyof typeof say.kinds;
  readonly name: string;
  /** Second line, if it differs from the name. */
  readonly id?: string;
  /** A path of this app. */
  readonly to: string;
}

const PAGES: readonly Place[] = [
  { kind: 'page', name: words.nav.journeys, to: '/journeys' },
  { kind: 'page', name: say.newJourney, to: '/journeys/new' },
  { kind: 'page', name: words.nav.users, to: '/users' },
  { kind: 'page', name: words.nav.segments, to: '/segments' },
  { kind: 'page', name: say.newSegment, to: '/segments/new' },
  { kind: 'page', name: words.nav.templates, to: '/templates' },
  { kind: 'page', name: words.nav.inbox, to: '/inbox' },
  { kind: 'page', name: words.nav.settings, to: '/settings' },
];

const SHOWN = 8;
const MANY = 200;

const at = (place: string, id: string): string => `/${place}/${encodeURIComponent(id)}`;

async function placesFor(search: string): Promise<readonly Place[]> {
  const wanted = search.toLowerCase();
  const isLike = (text: string) => text.toLowerCase().includes(wanted);
  const pages = PAGES.filter(({ name }) => isLike(name));
  if (search === '') return pages;
  const [journeys, users, segments] = await Promise.all([
    unwrap(api.GET('/v1/journeys', { params: { query: { search, limit: SHOWN } } }), AWAY),
    unwrap(api.GET('/v1/users', { params: { query: { search, limit: SHOWN } } }), AWAY),
    unwrap(api.GET('/v1/segments', { params: { query: { limit: MANY } } }), AWAY),
  ]);
  return [
    ...journeys.journeys.map(({ id, name }) => ({ kind: 'journey', name, id, to: at('journeys', id) }) as const),
    ...segments.segments
      .filter(({ id, name }) => isLike(id) || isLike(name))
      .slice(0, SHOWN)
      .map(({ id, name }) => ({ kind: 'segment', name, id, to: at('segments', id) }) as const),
    ...users.users.map(({ userId }) => ({ kind: 'user', name: userId, to: at('users', userId) }) as const),
    ...pages,
  ];
}

/** Opens any page by its name or ID, with the keyboard alone. */
export function Palette({ onClose }: { readonly onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const [chosen, setChosen] = useState(0);
  const search = useDeferredValue(typed.trim());
  const {
    data: places = [],
    isFetched,
    isPlaceholderData,
  } = useQuery({
    queryKey: ['places', search],
    queryFn: () => placesFor(search),
    placeholderData: (before) => before,
    staleTime: 5_000,
  });
  const navigate = useNavigate();
  const list = useId();
  const current = Math.min(chosen, places.length - 1);
  const go = (place: Place | undefined) => {
    if (!place) return;
    onClose();
    void navigate({ to: place.to as '/journeys' }); // an address that was put together here
  };
  // The shown results may belong to the text before the last key. Enter then waits for the new results.
  const [isWanted, setIsWanted] = useState(false);
  const isReady = !isPlaceholderData && search === typed.trim();
  useEffect(() => {
    if (isWanted && isReady) go(places[current]);
    if (isReady) setIsWanted(false);
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') setIsWanted(true);
    else if (event.key === 'ArrowDown') setChosen(Math.min(places.length - 1, current + 1));
    else if (event.key === 'ArrowUp') setChosen(Math.max(0, current - 1));
    else return;
    event.preventDefault();
  };
  return (
    <Sheet title={say.title} onClose={onClose}>
      <input
        className={look.input}
        type="text"
        role="combobox"
        aria-label={say.search}
        placeholder={say.search}
        aria-expanded
        aria-controls={list}
        aria-activedescendant={places.length > 0 ? `${list}-${current}` : undefined}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} className={styles.palette} role="listbox" aria-label={say.results}>
        {places.map((place, index) => (
          <div
            key={place.to}
            id={`${list}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            onClick={() => go(place)}
            onKeyDown={onKeyDown}
          >
            <span>
              {place.name} {place.id !== undefined && <span className={look.mono}>{place.id}</span>}
            </span>
            <span className={`${look.help} ${styles.kind}`}>{say.kinds[place.kind]}</span>
          </div>
        ))}
      </div>
      {isFetched && places.length === 0 && <p role="status">{say.nothing}</p>}
    </Sheet>
  );
}
