import { look } from '../widgets/look';
import { words } from '../words';
import type { Action } from './bulk-dialog';
import styles from './selection-bar.module.css';

const ACTIONS = ['start', 'pause', 'resume', 'stop', 'archive'] as const satisfies readonly Action[];
const { journeys: say } = words;

/** Shows the actions for the selected journeys. */
export const SelectionBar = ({
  count,
  onAct,
  onClone,
  onClear,
}: {
  readonly count: number;
  readonly onAct: (action: Action) => void;
  /** Clones the journey, if exactly one is selected. */
  readonly onClone: () => void;
  readonly onClear: () => void;
}) => (
  <div className={styles.selection} role="toolbar" aria-label={say.selected(count)}>
    <strong>{say.selected(count)}</strong>
    {ACTIONS.map((action) => (
      <button key={action} className={look.plain} type="button" onClick={() => onAct(action)}>
        {say.actions[action]}
      </button>
    ))}
    {count === 1 && (
      <button className={look.plain} type="button" onClick={onClone}>
        {say.clone}
      </button>
    )}
    <button className={look.plain} type="button" onClick={onClear}>
      {say.clear}
    </button>
  </div>
);
