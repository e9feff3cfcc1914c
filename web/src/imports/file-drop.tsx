import { type ChangeEvent, type DragEvent, useState } from 'react';
import { look } from '../widgets/look';
import { words } from '../words';
import type { ImportOf } from './import-queries';
import { ImportSheet } from './import-sheet';
import styles from './imports.module.css';

const { imports: say } = words;
const ACCEPTED = '.csv,.tsv,.txt,.ndjson,.jsonl,.xlsx';

/** Takes a file that is dropped or chosen, and opens its import. `onDone` is called when something was imported. */
export function FileDrop({ of, onDone }: { readonly of: ImportOf; readonly onDone: () => void }) {
  const [file, setFile] = useState<File>();
  const [isOver, setIsOver] = useState(false);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const [chosen] = event.currentTarget.files ?? [];
    if (chosen) setFile(chosen);
    event.currentTarget.value = '';
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped) setFile(dropped);
  };
  return (
    <>
      <label
        className={styles.drop}
        data-over={isOver || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
      >
        <strong>{say.drop[of.kind]}</strong>
        <span className={look.help}>{say.dropHelp}</span>
        <input className={look.hidden} type="file" accept={ACCEPTED} onChange={choose} />
      </label>
      {file && (
        <ImportSheet
          key={`${file.name}/${file.size}/${file.lastModified}`}
          of={of}
          file={file}
          onDone={onDone}
          onClose={() => setFile(undefined)}
        />
      )}
    </>
  );
}
