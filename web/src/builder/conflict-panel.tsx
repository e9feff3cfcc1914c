import type { JsonValue } from '../../../journey/base/json';
import type { Conflict } from '../document/merge';
import { words } from '../words';

const { conflict: say } = words.builder;

interface ConflictPanelProps {
  readonly conflicts: readonly Conflict[];
  readonly onSettle: (conflict: Conflict, isTheirs: boolean) => void;
}

/** Two have changed the same field: both are shown, and one is chosen. */
export const ConflictPanel = ({ conflicts, onSettle }: ConflictPanelProps) => (
  <section className="conflicts" aria-label={say.title} role="alert">
    <h2>{say.title}</h2>
    <p>{say.text}</p>
    {conflicts.map((conflict) => (
      <div key={conflict.path} className="conflict">
        <strong className="mono">{conflict.path}</strong>
        <Side title={say.mine} value={conflict.mine} go={say.keep} onGo={() => onSettle(conflict, false)} />
        <Side title={say.theirs} value={conflict.theirs} go={say.take} onGo={() => onSettle(conflict, true)} />
        <button
          className="text-button"
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
    <span className="help">{title}</span>
    <pre className="mono">{value === undefined ? say.nothing : JSON.stringify(value, null, 2)}</pre>
    <button className="plain" type="button" onClick={onGo}>
      {go}
    </button>
  </div>
);
