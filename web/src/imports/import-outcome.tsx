import { useQuery } from '@tanstack/react-query';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { type Imported, type ImportOf, reportQuery, type UploadedList } from './import-queries';
import { Problems } from './problems';
import type { Sending } from './use-sending';

const { imports: say } = words;

interface ImportOutcomeProps {
  readonly of: ImportOf;
  readonly sending: Sending;
  readonly onResume: () => void;
}

/** Shows how far an import is, why it stopped, and what it did. */
export function ImportOutcome({ of, sending, onResume }: ImportOutcomeProps) {
  const { data, error, isStopped, isUnderWay, sent, stop } = sending;
  const isResumable = of.kind === 'list' && error !== null;
  return (
    <>
      {isUnderWay && (
        <div>
          <progress value={sent} max={1} aria-label={say.sending} />
          <p role="status">{sent < 1 ? say.sent(Math.floor(sent * 100)) : say.stored}</p>
          <button className={look.plain} type="button" onClick={stop}>
            {say.cancel}
          </button>
        </div>
      )}
      {isStopped && (
        <p role="status">
          {say.stopped} {of.kind === 'list' ? say.stoppedHelp.list : say.stoppedHelp.other}
        </p>
      )}
      {error && !isStopped && <TroubleNotice trouble={error} />}
      {isResumable && (
        <button className={look.plain} type="button" onClick={onResume}>
          {say.resume}
        </button>
      )}
      <div role="status">
        {data && of.kind === 'list' && 'id' in data && <ListOutcome journey={of.journey} list={data} />}
        {data && of.kind !== 'list' && 'problems' in data && <ImportedOutcome kind={of.kind} imported={data} />}
      </div>
    </>
  );
}

function ListOutcome({ journey, list }: { readonly journey: string; readonly list: UploadedList }) {
  const { rows, rejected, repeated } = list;
  const count = rejected + repeated;
  const { data } = useQuery({ ...reportQuery(journey, list.id), enabled: count > 0 });
  return (
    <>
      <p>{say.done.list(rows)}</p>
      {rejected > 0 && <p>{say.skipped(rejected)}</p>}
      {repeated > 0 && <p>{say.repeated(repeated)}</p>}
      {data && <Problems rows={data.rejected.map(({ row, ...about }) => ({ line: row, ...about }))} count={count} />}
    </>
  );
}

interface ImportedOutcomeProps {
  readonly kind: 'users' | 'suppressions';
  readonly imported: Imported;
}

function ImportedOutcome({ kind, imported: { rows, changed, refused, problems } }: ImportedOutcomeProps) {
  return (
    <>
      <p>{kind === 'users' ? say.done.users(rows) : say.done.suppressions(rows, changed)}</p>
      {refused > 0 && <p>{say.skipped(refused)}</p>}
      {problems.length > 0 && <Problems rows={problems} count={refused} />}
    </>
  );
}
