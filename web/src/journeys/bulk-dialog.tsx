import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { BulkAction, BulkResult } from '../client/client';
import { changeJourneys } from '../client/queries';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';

export type Action = BulkAction['action'];

interface BulkDialogProps {
  readonly action: Action;
  readonly ids: readonly string[];
  readonly onClose: (done: boolean) => void;
}

const { bulk: say } = words;
const MODES = ['drain', 'now'] as const;
type Mode = (typeof MODES)[number];

/** Returns the plan of a bulk action, its result, and the function that runs it. */
function useBulk(action: Action, ids: readonly string[], mode: Mode) {
  const client = useQueryClient();
  const actionOn = (of: readonly string[]): BulkAction =>
    action === 'stop' ? { ids: [...of], action, mode } : { ids: [...of], action };
  const plan = useQuery({
    queryKey: ['bulk', action, ids],
    queryFn: () => changeJourneys(actionOn(ids), true),
    staleTime: 0,
  });
  const possible = plan.data?.results.filter(({ ok }) => ok) ?? [];
  const doing = useMutation({
    mutationFn: () => changeJourneys(actionOn(possible.map(({ id }) => id)), false),
    onSettled: () => client.invalidateQueries({ queryKey: ['journeys'] }),
  });
  const left = (doing.data ?? plan.data)?.results.filter(({ ok }) => !ok) ?? [];
  return { plan, possible, doing, left };
}

/** Shows, before anything is done, what will happen to users inside and which journeys can't be changed. */
export function BulkDialog({ action, ids, onClose }: BulkDialogProps) {
  const [mode, setMode] = useState<Mode>('drain');
  const { plan, possible, doing, left } = useBulk(action, ids, mode);
  const close = () => onClose(doing.isSuccess);
  const isOpen = possible.length > 0 && !doing.isSuccess;
  return (
    <Sheet title={say.title[action](possible.length || ids.length)} onClose={close}>
      {plan.isError && <TroubleNotice trouble={plan.error} onRetry={() => void plan.refetch()} />}
      {doing.isError && <TroubleNotice trouble={doing.error} />}
      {isOpen && (
        <p>
          {say.what[action]} <strong>{say.inside(possible.reduce((sum, each) => sum + each.inside, 0))}</strong>
        </p>
      )}
      {isOpen && action === 'stop' && <StopModes mode={mode} onChoose={setMode} />}
      {doing.data && <p role="status">{say.done(doing.data.results.filter(({ ok }) => ok).length)}</p>}
      {left.length > 0 && <Left results={left} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={close}>
          {doing.isSuccess ? say.close : say.cancel}
        </button>
        {isOpen && (
          <button className={look.ink} type="button" aria-busy={doing.isPending} onClick={() => doing.mutate()}>
            {say.go[action](possible.length)}
          </button>
        )}
      </div>
    </Sheet>
  );
}

const StopModes = ({ mode, onChoose }: { readonly mode: Mode; readonly onChoose: (mode: Mode) => void }) => (
  <fieldset className={look.choices}>
    <legend className={look.hidden}>{say.what.stop}</legend>
    {MODES.map((each) => (
      <label key={each}>
        <input type="radio" name="mode" checked={mode === each} onChange={() => onChoose(each)} />
        {say[each]}
      </label>
    ))}
  </fieldset>
);

const Left = ({ results }: { readonly results: readonly BulkResult[] }) => (
  <>
    <p>{say.left}</p>
    <ul>
      {results.map(({ id, message, fix }) => (
        <li key={id}>
          <span className={look.mono}>{id}</span>: {message}. {fix}
        </li>
      ))}
    </ul>
  </>
);
