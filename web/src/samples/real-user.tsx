import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import { api, unwrap } from '../client/client';
import { AWAY } from '../client/queries';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import type { Who } from './who';

const { rehearse: say } = words;

interface RealUserProps {
  readonly onTake: (who: Who) => void;
  readonly onClose: () => void;
}

/** Asks for a user ID, and loads the user's current profile. */
export function RealUser({ onTake, onClose }: RealUserProps) {
  const [user, setUser] = useState('');
  const taking = useMutation({
    mutationFn: (userId: string) => unwrap(api.GET('/v1/users/{userId}', { params: { path: { userId } } }), AWAY),
    onSuccess: ({ userId, profile }) => {
      onTake({ user: userId, name: userId, traits: profile as JsonObject });
      onClose();
    },
  });
  return (
    <Sheet title={say.someoneReal.replace('…', '')} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          taking.mutate(user);
        }}
      >
        <TextLine label={say.userId} value={user} onChange={setUser} />
        {taking.error && <TroubleNotice trouble={taking.error} />}
        <div className={look.pager}>
          <button className={look.plain} type="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button className={look.ink} type="submit" disabled={user === ''}>
            {say.take}
          </button>
        </div>
      </form>
    </Sheet>
  );
}
