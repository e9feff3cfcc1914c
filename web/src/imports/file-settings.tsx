import { look } from '../widgets/look';
import { words } from '../words';
import type { Asked, Preview } from './import-queries';
import styles from './imports.module.css';

const { imports: say } = words;
const DELIMITERS = ['comma', 'semicolon', 'tab', 'pipe'] as const;
const ENCODINGS = [
  ...(['utf-8', 'utf-16le', 'utf-16be', 'windows-1250', 'windows-1251', 'windows-1252', 'windows-1253'] as const),
  ...(['windows-1254', 'iso-8859-2', 'iso-8859-15', 'macintosh', 'koi8-r', 'shift_jis', 'gb18030', 'big5'] as const),
] as const;

interface FileSettingsProps {
  /** How the file is read; undefined before it has been. */
  readonly file: Preview['file'] | undefined;
  readonly asked: Asked;
  readonly onAsk: (asked: Asked) => void;
}

/** Shows the delimiter and encoding that were found, and lets the reader choose others. */
export function FileSettings({ file, asked, onAsk }: FileSettingsProps) {
  if (file?.format === 'xlsx') return null;
  const { delimiter, encoding } = asked;
  return (
    <div className={styles.settings}>
      {file?.format !== 'ndjson' && (
        <label>
          <span>{say.delimiter}</span>
          <select
            className={look.input}
            value={delimiter ?? ''}
            onChange={({ target }) => {
              const chosen = DELIMITERS.find((each) => each === target.value);
              onAsk({ ...(encoding && { encoding }), ...(chosen && { delimiter: chosen }) });
            }}
          >
            <option value="">{say.found(file?.delimiter ? say.delimiters[file.delimiter] : '…')}</option>
            {DELIMITERS.map((each) => (
              <option key={each} value={each}>
                {say.delimiters[each]}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <span>{say.encoding}</span>
        <select
          className={look.input}
          value={encoding ?? ''}
          onChange={({ target }) => {
            const chosen = ENCODINGS.find((each) => each === target.value);
            onAsk({ ...(delimiter && { delimiter }), ...(chosen && { encoding: chosen }) });
          }}
        >
          <option value="">{say.found(file?.encoding ?? '…')}</option>
          {ENCODINGS.map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
