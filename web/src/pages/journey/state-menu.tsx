import { IconDots } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { JourneyState, JourneySummary } from '../../client/client';
import { words } from '../../words';
import { type Action, BulkDialog } from '../journeys/bulk-dialog';
import { Clone } from '../journeys/clone';

/** What can be done to a journey in each state: the API says the same. */
const POSSIBLE: Readonly<Record<JourneyState, readonly Action[]>> = {
  draft: ['archive'],
  scheduled: ['pause', 'stop'],
  running: ['pause', 'stop'],
  paused: ['resume', 'stop', 'archive'],
  completed: ['archive'],
  stopped: ['archive'],
  archived: [],
};

/** Pause, resume, stop, archive: each says first what becomes of those inside; and clone. */
export function StateMenu({ journey: { id, state } }: { readonly journey: JourneySummary }) {
  const [action, setAction] = useState<Action>();
  const [isCloning, setIsCloning] = useState(false);
  const menu = useId();
  return (
    <>
      <button className="plain icon" type="button" popoverTarget={menu} aria-label={words.journey.more}>
        <IconDots size={16} stroke={1.6} aria-hidden />
      </button>
      <div id={menu} popover="auto" className="menu">
        {POSSIBLE[state].map((each) => (
          <button
            key={each}
            type="button"
            popoverTarget={menu}
            popoverTargetAction="hide"
            onClick={() => setAction(each)}
          >
            {words.journeys.actions[each]}
          </button>
        ))}
        <button type="button" popoverTarget={menu} popoverTargetAction="hide" onClick={() => setIsCloning(true)}>
          {words.journeys.clone}
        </button>
      </div>
      {isCloning && <Clone id={id} onClose={() => setIsCloning(false)} />}
      {action && <BulkDialog action={action} ids={[id]} onClose={() => setAction(undefined)} />}
    </>
  );
}
