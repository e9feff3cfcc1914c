import { Link } from '@tanstack/react-router';
import type { JourneySummary } from '../../client/client';
import type { JourneyFilter } from '../../client/queries';
import { ago, number, percent } from '../../format';
import { IdChip } from '../../widgets/id-chip';
import { StateBadge } from '../../widgets/state-badge';
import { words } from '../../words';

const { columns, about } = words.journeys;

interface JourneyTableProps {
  readonly journeys: readonly JourneySummary[];
  readonly filter: JourneyFilter;
  /** Journey IDs. */
  readonly selected: ReadonlySet<string>;
  readonly onSelect: (ids: readonly string[], isSelected: boolean) => void;
}

/** A row a journey, its ID beside its name. On a phone each is a card. */
export const JourneyTable = ({ journeys, filter, selected, onSelect }: JourneyTableProps) => (
  <table>
    <caption className="live">{words.journeys.caption}</caption>
    <thead>
      <tr>
        <th scope="col" className="tick">
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
        <th scope="col">{columns.name}</th>
        <th scope="col">{columns.state}</th>
        <th scope="col" className="figure" title={about.entered}>
          {columns.entered}
        </th>
        <th scope="col" className="figure" title={about.inside}>
          {columns.inside}
        </th>
        <th scope="col" className="figure" title={about.rate}>
          {columns.rate}
        </th>
        <th scope="col" className="figure" title={about.last}>
          {columns.last}
        </th>
      </tr>
    </thead>
    <tbody>
      {journeys.map((journey) => (
        <Row
          key={journey.id}
          journey={journey}
          filter={filter}
          isSelected={selected.has(journey.id)}
          onSelect={(isSelected) => onSelect([journey.id], isSelected)}
        />
      ))}
    </tbody>
  </table>
);

interface TickProps {
  readonly label: string;
  readonly isSelected: boolean;
  readonly onSelect: (isSelected: boolean) => void;
}

const Tick = ({ label, isSelected, onSelect }: TickProps) => (
  <label className="hit">
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
}

function Row({ journey, filter, isSelected, onSelect }: RowProps) {
  const { id, name, state, version, labels, entry, counts, hasDraft, lastEntryAt } = journey;
  return (
    <tr aria-selected={isSelected}>
      <td className="tick">
        <Tick label={words.journeys.select(name)} isSelected={isSelected} onSelect={onSelect} />
      </td>
      <td data-wide>
        <div className="name">
          <Link className="title" to="/journeys/$id" params={{ id }}>
            {name}
          </Link>
          <IdChip id={id} />
        </div>
        <div className="under">
          {entry !== null && <span>{entry}</span>}
          {labels.map((label) => (
            <Link key={label} to="/journeys" search={{ ...filter, label, cursor: undefined }}>
              {label}
            </Link>
          ))}
        </div>
      </td>
      <td data-wide>
        <StateBadge state={state} version={version} />
        {hasDraft && <div className="under">{words.journeys.draftOf(version)}</div>}
      </td>
      <td className="figure" data-label={columns.entered}>
        {number(counts.entered)}
      </td>
      <td className="figure" data-label={columns.inside}>
        {number(counts.inside)}
      </td>
      <td className="figure" data-label={columns.rate}>
        {rateOf(journey)}
      </td>
      <td className="figure" data-label={columns.last}>
        {lastEntryAt === null ? (
          words.journeys.never
        ) : (
          <time dateTime={lastEntryAt} title={new Date(lastEntryAt).toLocaleString()}>
            {ago(lastEntryAt)}
          </time>
        )}
      </td>
    </tr>
  );
}

/** Of the goal that most of the entered have met. */
function rateOf({ counts: { goals, entered } }: JourneySummary): string {
  const met = Math.max(0, ...Object.values(goals));
  if (entered === 0 || Object.keys(goals).length === 0) return '–';
  return percent(met / entered);
}
