import { DataTable } from '../widgets/data-table';
import { look } from '../widgets/look';
import { words } from '../words';
import type { Preview } from './import-queries';
import styles from './imports.module.css';
import { Problems } from './problems';
import { CHOICES, hasName, type ImportKind, readTarget, type Target } from './targets';

const { imports: say } = words;

interface PreviewTablesProps {
  readonly kind: ImportKind;
  readonly preview: Preview;
  readonly chosen: Readonly<Record<string, Target>>;
  readonly onChoose: (chosen: Readonly<Record<string, Target>>) => void;
}

/** Shows the columns of a file with their targets, and its first rows. */
export function PreviewTables({ kind, preview, chosen, onChoose }: PreviewTablesProps) {
  const { columns, rows, refused } = preview;
  return (
    <>
      <h3>{say.columnsTitle}</h3>
      <div className={styles.scroll}>
        <DataTable caption={say.columnsTitle} columns={say.columns}>
          {columns.map(({ name, values, target }) => (
            <tr key={name}>
              <td data-wide>{name}</td>
              <td className={look.help}>{values.join(' · ')}</td>
              <td>
                <TargetPick
                  kind={kind}
                  column={name}
                  target={chosen[name] ?? readTarget(kind, target)}
                  onPick={(picked) => onChoose({ ...chosen, [name]: picked })}
                />
              </td>
            </tr>
          ))}
        </DataTable>
      </div>
      <h3>{say.rowsTitle}</h3>
      {rows.length === 0 && <p>{say.noRows}</p>}
      {rows.length > 0 && (
        <div className={styles.scroll}>
          <DataTable caption={say.rowsTitle} columns={[say.line, ...columns.map(({ name }) => name)]}>
            {rows.slice(0, SHOWN).map(({ line, cells }) => (
              <tr key={line}>
                <td className={look.figure}>{line}</td>
                {columns.map(({ name }) => (
                  <td key={name}>{cells[name] ?? ''}</td>
                ))}
              </tr>
            ))}
          </DataTable>
        </div>
      )}
      {refused.length > 0 && (
        <>
          <h3>{say.refusedTitle}</h3>
          <Problems rows={refused} />
        </>
      )}
    </>
  );
}

const SHOWN = 5;

interface TargetPickProps {
  readonly kind: ImportKind;
  readonly column: string;
  readonly target: Target;
  readonly onPick: (target: Target) => void;
}

function TargetPick({ kind, column, target, onPick }: TargetPickProps) {
  return (
    <span className={styles.pick}>
      <select
        className={look.input}
        aria-label={say.target(column)}
        value={target.choice}
        onChange={(event) => {
          const choice = CHOICES[kind].find((each) => each === event.currentTarget.value) ?? 'ignore';
          onPick({ choice, name: hasName(choice) ? target.name : '' });
        }}
      >
        {CHOICES[kind].map((each) => (
          <option key={each} value={each}>
            {say.choices[each]}
          </option>
        ))}
      </select>
      {hasName(target.choice) && (
        <input
          className={look.input}
          type="text"
          aria-label={say.targetName(column)}
          placeholder={column}
          value={target.name}
          onChange={(event) => onPick({ ...target, name: event.currentTarget.value })}
        />
      )}
    </span>
  );
}
