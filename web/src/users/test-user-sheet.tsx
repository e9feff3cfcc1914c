import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { putTestUser, SPEEDS, type TestSettings, type User } from './users-queries';

const { test: say } = words.user;

interface TestUserSheetProps {
  /** The test user to change. Left out: a new one. */
  readonly user?: User;
  readonly onClose: () => void;
}

/** Creates a test user, or changes the speed and the sends of one. */
export function TestUserSheet({ user, onClose }: TestUserSheetProps) {
  const [userId, setUserId] = useState(user?.userId ?? '');
  const [speed, setSpeed] = useState(user?.test?.speed ?? SPEEDS[2]);
  const [sends, setSends] = useState<TestSettings['sends']>(user?.test?.sends ?? 'captured');
  const client = useQueryClient();
  const navigate = useNavigate();
  const saving = useMutation({
    mutationFn: () => putTestUser(userId.trim(), { speed, sends }),
    async onSuccess() {
      await client.invalidateQueries({ queryKey: ['user', userId.trim()] });
      await client.invalidateQueries({ queryKey: ['users'] });
      onClose();
      await navigate({ to: '/users/$user', params: { user: userId.trim() } });
    },
  });
  return (
    <Sheet title={user ? say.change : say.create} onClose={onClose}>
      <p>{say.about}</p>
      {!user && <TextLine label={say.userId} help={say.userIdHelp} value={userId} onChange={setUserId} />}
      <label className={look.field}>
        {say.speed}
        <select className={look.input} value={speed} onChange={({ target }) => setSpeed(Number(target.value))}>
          {[...new Set([...SPEEDS, speed])]
            .toSorted((a, b) => a - b)
            .map((each) => (
              <option key={each} value={each}>
                {say.speedOf(each)}
              </option>
            ))}
        </select>
      </label>
      <label className={look.field}>
        {say.sends}
        <select
          className={look.input}
          value={sends}
          onChange={({ target }) => setSends(target.value === 'real' ? 'real' : 'captured')}
        >
          <option value="captured">{say.sendsOf.captured}</option>
          <option value="real">{say.sendsOf.real}</option>
        </select>
      </label>
      {saving.error && <TroubleNotice trouble={saving.error} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.cancel}
        </button>
        <button
          className={look.ink}
          type="button"
          disabled={userId.trim() === ''}
          aria-busy={saving.isPending}
          onClick={() => saving.mutate()}
        >
          {user ? say.save : say.go}
        </button>
      </div>
    </Sheet>
  );
}
