import { words } from '../words';
import styles from './imports.module.css';

const { imports: say } = words;

interface Problem {
  readonly line: number;
  readonly reason: string;
  readonly fix: string;
}

/** Rows shown at once. */
const SHOWN = 50;

/** Lists rows with the reason why they aren't taken as they are, and the fix. */
export const Problems = ({
  rows,
  count = rows.length,
}: {
  readonly rows: readonly Problem[];
  readonly count?: number;
}) => (
  <>
    <ul className={styles.problems}>
      {rows.slice(0, SHOWN).map(({ line, reason, fix }) => (
        <li key={line}>{say.problem(line, reason, fix)}</li>
      ))}
    </ul>
    {count > SHOWN && <p>{say.more(count - Math.min(rows.length, SHOWN))}</p>}
  </>
);
