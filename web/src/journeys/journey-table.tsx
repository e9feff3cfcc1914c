import { Link } from '@tanstack/react-router';
import type { JourneySummary } from '../client/client';
import type { JourneyFilter, JourneySort } from '../client/queries';
import { ago, number, percent } from '../format';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { StateBadge } from '../widgets/state-badge';
import { words } from '../words';
import styles from './journey-table.module.css';

const { columns, about } = words.journeys;

interface JourneyTableProps {
  readonly journeys: readonly JourneySummary[];
  readonly filter: JourneyFilter;
  /** Journey IDs. */
  readonly selected: ReadonlySet<string>;
  /** The Journey ID of the row that keys act on. */
  readonly at: string | undefined;
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void;
}

/** A row a journey, its ID beside its name. On a phone each is a card. */
export const JourneyTable = ({ journeys, filter, selected, at, onSelect }: JourneyTableProps) => (
  <table>
    <caption className={look.hidden}>{words.journeys.caption}</caption>
    <thead>
      <tr>
        <th scope="col" className={styles.tick}>
          <Tick
            label={words.journeys.selectAll}
            isSelected={journeys.length > 0 && journeys.every(({ id }) => selected.has(id))}
            onSelect={(isSelected) =>
              onSelect(
                journeys.map(({ id }) => id),
                isSelected,
              )
            }
          />
        </th>
        <Heading column="name" filter={filter} />
        <th scope="col">{columns.state}</th>
        <Heading column="entered" filter={filter} />
        <Heading column="inside" filter={filter} />
        <Heading column="rate" filter={filter} />
        <Heading column="last" filter={filter} />
        <th scope="col">{columns.owner}</th>
      </tr>
    </thead>
    <tbody>
      {journeys.map((journey) => (
        <Row
          key={journey.id}
          journey={journey}
          filter={filter}
          isSelected={selected.has(journey.id)}
          isAt={at === journey.id}
          onSelect={(isSelected) => onSelect([journey.id], isSelected)}
        />
      ))}
    </tbody>
  </table>
);

interface HeadingProps {
  readonly column: JourneySort;
  readonly filter: JourneyFilter;
}

/** A click sorts by it, another one by the Journey ID again. */
function Heading({ column, filter }: HeadingProps) {
  const isSorted = filter.sort === column;
  return (
    <th
      scope="col"
      className={column === 'name' ? undefined : look.figure}
      aria-sort={isSorted ? (column === 'name' ? 'ascending' : 'descending') : undefined}
    >
      <Link
        className={styles.sort}
        to="/journeys"
        search={{ ...filter, sort: isSorted ? undefined : column, cursor: undefined }}
        title={column === 'name' ? words.journeys.sortBy(columns.name) : about[column]}
      >
        {columns[column]}
        {isSorted && <span aria-hidden>{column === 'name' ? ' ↑' : ' ↓'}</span>}
      </Link>
    </th>
  );
}

interface TickProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onSelect: (isSelected: boolean) => void;
}

const Tick = ({ label, isSelected, onSelect }: TickProps) => (
  <label className={styles.hit}>
    <input
      type="checkbox"
      aria-label={label}
      checked={isSelected}
      onChange={(event) => onSelect(event.currentTarget.checked)}
    />
  </label>
);

interface RowProps extends Omit<TickProps, 'label'> {
  readonly journey: JourneySummary;
  readonly filter: JourneyFilter;
  readonly isAt: boolean;
}

function Row({ journey, filter, isSelected, isAt, onSelect }: RowProps) {
  const { id, name, state, version, labels, owner, entry, isUnreadable, counts, hasDraft, lastEntryAt } = journey;
  return (
    <tr className={styles.row} aria-selected={isSelected} data-journey={id} data-at={isAt || undefined}>
      <td className={styles.tick}>
        <Tick label={words.journeys.select(name)} isSelected={isSelected} onSelect={onSelect} />
      </td>
      <td data-wide>
        <div className={look.name}>
          <Link className={look.title} to="/journeys/$id" params={{ id }}>
            {name}
          </Link>
          <IdChip id={id} />
        </div>
        <div className={styles.under}>
          {entry !== null && <span>{entry}</span>}
          {isUnreadable && <span>{words.journeys.unreadable}</span>}
          {labels.map((label) => (
            <Link key={label} to="/journeys" search={{ ...filter, label, cursor: undefined }}>
              {label}
            </Link>
          ))}
        </div>
      </td>
      <td data-wide>
        <StateBadge state={state} version={version} />
        {hasDraft && <div className={styles.under}>{words.journeys.draftOf(version)}</div>}
      </td>
      <td className={look.figure} data-label={columns.entered}>
        {number(counts.entered)}
      </td>
      <td className={look.figure} data-label={columns.inside}>
        {number(counts.inside)}
      </td>
      <td className={look.figure} data-label={columns.rate}>
        {rateOf(journey)}
      </td>
      <td className={look.figure} data-label={columns.last}>
        {lastEntryAt === null ? (
          words.journeys.never
        ) : (
          <time dateTime={lastEntryAt} title={new Date(lastEntryAt).toLocaleString()}>
            {ago(lastEntryAt)}
          </time>
        )}
      </td>
      <td data-wide>
        {owner !== null && (
          <Link className={styles.owner} to="/journeys" search={{ ...filter, owner, cursor: undefined }}>
            {owner}
          </Link>
        )}
      </td>
    </tr>
  );
}

/** Returns the conversion rate of the goal that most users have met. */
function rateOf({ counts: { goals, entered } }: JourneySummary): string {
  const met = Math.max(0, ...Object.values(goals));
  if (entered === 0 || Object.keys(goals).length === 0) return '–';
  return percent(met / entered);
}
