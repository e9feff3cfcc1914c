import type { JsonValue } from '../../../journey/base/json';
import type { Conflict } from '../document/merge';
import { look } from '../widgets/look';
import { words } from '../words';
import styles from './conflict-panel.module.css';

const { conflict: say } = words.builder;

interface ConflictPanelProps {
  readonly conflicts: readonly Conflict[];
  readonly onSettle: (conflict: Conflict, isTheirs: boolean) => void;
}

/** Shows fields that two editors have changed, with both values to choose from. */
export const ConflictPanel = ({ conflicts, onSettle }: ConflictPanelProps) => (
  <section className={styles.conflicts} aria-label={say.title} role="alert">
    <h2>{say.title}</h2>
    <p>{say.text}</p>
    {conflicts.map((conflict) => (
      <div key={conflict.path} className={styles.conflict}>
        <strong className={look.mono}>{conflict.path}</strong>
        <Side title={say.mine} value={conflict.mine} go={say.keep} onGo={() => onSettle(conflict, false)} />
        <Side title={say.theirs} value={conflict.theirs} go={say.take} onGo={() => onSettle(conflict, true)} />
        <button
          className={look.textButton}
          type="button"
          onClick={() => void navigator.clipboard.writeText(JSON.stringify(conflict.mine, null, 2) ?? '')}
        >
          {say.copy}
        </button>
      </div>
    ))}
  </section>
);

interface SideProps {
  readonly title: string;
  readonly value: JsonValue | undefined;
  readonly go: string;
  readonly onGo: () => void;
}

const Side = ({ title, value, go, onGo }: SideProps) => (
  <div>
    <span className={look.help}>{title}</span>
    <pre className={look.mono}>{value === undefined ? say.nothing : JSON.stringify(value, null, 2)}</pre>
    <button className={look.plain} type="button" onClick={onGo}>
      {go}
    </button>
  </div>
);
