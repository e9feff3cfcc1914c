import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { eraseUser, erasureQuery, type User } from './users-queries';

const { erase: say } = words.user;

interface EraseSheetProps {
  readonly user: User;
  readonly onClose: () => void;
}

/** Confirms an erasure: shows what is deleted and what stays, then follows it until the histories are deleted. */
export function EraseSheet({ user: { userId, instances, messages }, onClose }: EraseSheetProps) {
  const [typed, setTyped] = useState('');
  const client = useQueryClient();
  const navigate = useNavigate();
  const erasing = useMutation({ mutationFn: () => eraseUser(userId) });
  const close = async () => {
    if (!erasing.data) return onClose();
    await navigate({ to: '/users' }); // the page of an erased user would ask for a user who is gone
    client.removeQueries({ queryKey: ['user', userId] });
    await client.invalidateQueries({ queryKey: ['users'] });
  };
  return (
    <Sheet title={say.title} onClose={() => void close()}>
      {erasing.data ? (
        <Erased id={erasing.data.id} />
      ) : (
        <>
          <p>{say.what(instances.length, messages.length)}</p>
          <p>{say.stays}</p>
          <TextLine label={say.type(userId)} value={typed} onChange={setTyped} />
        </>
      )}
      {erasing.error && <TroubleNotice trouble={erasing.error} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={() => void close()}>
          {erasing.data ? words.close : words.cancel}
        </button>
        {!erasing.data && (
          <button
            className={look.ink}
            type="button"
            disabled={typed !== userId}
            aria-busy={erasing.isPending}
            onClick={() => erasing.mutate()}
          >
            {say.go}
          </button>
        )}
      </div>
    </Sheet>
  );
}

function Erased({ id }: { readonly id: string }) {
  const { data } = useQuery(erasureQuery(id));
  return (
    <div role="status">
      <p>{data?.state === 'done' ? say.done(data.instances, data.workflows) : say.going}</p>
      <p className={look.help}>{say.receipt(id)}</p>
    </div>
  );
}
