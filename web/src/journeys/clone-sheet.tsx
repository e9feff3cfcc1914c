import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { standingQuery } from '../client/queries';
import { Trouble } from '../client/trouble';
import { readDocument } from '../document/document';
import { slugOf } from '../document/edit';
import { createDraft } from '../drafts/draft';
import { openDraft } from '../drafts/draft-queries';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';

const { clone: say, newJourney } = words;

/** A journey that begins as another one is: its draft, or else what runs. */
export function CloneSheet({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const { data } = useQuery(standingQuery(id));
  const name = data?.name ?? id;
  const [ownName, setOwnName] = useState<string>();
  const [ownId, setOwnId] = useState<string>();
  const navigate = useNavigate();
  const as = { name: ownName ?? say.copyOf(name), id: ownId ?? slugOf(ownName ?? `${id}-copy`) };
  const cloning = useMutation({
    mutationFn: async () => {
      const read = readDocument((await openDraft(id)).given, id);
      if (!read.ok) throw new Trouble({ message: read.message, fix: read.fix, status: 422, code: 'document-invalid' });
      await createDraft(as.id, { ...read.document, ...as });
    },
    onSuccess: () => navigate({ to: '/journeys/$id/build/$step', params: { id: as.id, step: 'path' } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    cloning.mutate();
  };
  return (
    <Sheet title={say.title(name)} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <p>{say.text}</p>
        <TextLine label={say.name} value={as.name} onChange={setOwnName} />
        <TextLine label={say.id} help={newJourney.idHelp} value={as.id} onChange={setOwnId} />
        {cloning.error && <TroubleNotice trouble={cloning.error} />}
        <div className={look.pager}>
          <button className={look.plain} type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button className={look.ink} type="submit" aria-busy={cloning.isPending} disabled={as.name.trim() === ''}>
            {say.go}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
