import { IconDots } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { possibleFrom } from '../../../journey/lifecycle/verbs';
import type { JourneySummary } from '../client/client';
import { type Action, BulkDialog } from '../journeys/bulk-dialog';
import { Clone } from '../journeys/clone';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './state-menu.module.css';

/**
 * Starts, pauses, resumes, stops, archives or clones a journey. Each action first says what happens to users inside.
 */
export function StateMenu({ journey: { id, state } }: { readonly journey: JourneySummary }) {
  const [action, setAction] = useState<Action>();
  const [isCloning, setIsCloning] = useState(false);
  const menu = useId();
  return (
    <>
      <button className={look.iconButton} type="button" popoverTarget={menu} aria-label={words.journey.more}>
        <IconDots size={16} stroke={1.6} aria-hidden />
      </button>
      <div id={menu} popover="auto" className={styles.menu}>
        {possibleFrom(state).map((each) => (
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
