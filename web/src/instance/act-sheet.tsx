import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { assertNever } from '../../../journey/base/assert-never';
import { versionQuery } from '../versions/publish-queries';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import type { Act } from './acts';
import { type Command, commandInstance, type InstanceDetail } from './instance-queries';

const { instance: say } = words;

interface ActSheetProps {
  readonly act: Act;
  readonly detail: InstanceDetail;
  readonly onClose: () => void;
}

function commandOf(act: Act, to: string, reason: string): Command {
  switch (act) {
    case 'skip':
    case 'retry':
    case 'pause':
    case 'resume':
      return { command: act };
    case 'move':
      return { command: act, to };
    case 'exit':
      return { command: act, reason };
    default:
      return assertNever(act);
  }
}

/** Shows what a command will do and, once it has been sent, its result. */
export function ActSheet({ act, detail, onClose }: ActSheetProps) {
  const { id, journey, version, node } = detail;
  const [visit] = useState(detail.visit); // the visit at the time the sheet was opened
  const client = useQueryClient();
  const { data: document } = useQuery({ ...versionQuery(journey, version), enabled: act === 'move' });
  const others = Object.keys(document?.nodes ?? {}).filter((each) => each !== node);
  const [chosen, setChosen] = useState('');
  const [reason, setReason] = useState('ended-by-operator');
  const to = chosen === '' ? (others[0] ?? '') : chosen;
  const doing = useMutation({
    mutationFn: () => commandInstance(id, { ...commandOf(act, to, reason), visit }),
    onSettled: () =>
      Promise.all(['instance', 'timeline'].map((key) => client.invalidateQueries({ queryKey: [key, id] }))),
  });
  return (
    <Sheet title={say.acts[act].replace('…', '')} onClose={onClose}>
      {!doing.data && <p>{say.what[act]}</p>}
      {act === 'move' && !doing.data && (
        <label className={look.field}>
          {say.to}
          <select className={look.input} value={to} onChange={(event) => setChosen(event.currentTarget.value)}>
            {others.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      {act === 'exit' && !doing.data && <TextLine label={say.reason} value={reason} onChange={setReason} />}
      {doing.isError && <TroubleNotice trouble={doing.error} />}
      {doing.data && <p role="status">{saidOf(doing.data)}</p>}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {doing.data ? words.close : words.cancel}
        </button>
        {!doing.data && (
          <button className={look.ink} type="button" aria-busy={doing.isPending} onClick={() => doing.mutate()}>
            {say.go}
          </button>
        )}
      </div>
    </Sheet>
  );
}

function saidOf({ state, detail }: { readonly state: string; readonly detail: string | null }): string {
  if (state === 'refused') return say.refused(detail ?? '');
  return state === 'waiting' ? say.waiting : say.done;
}
