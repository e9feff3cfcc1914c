import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { FileSettings } from './file-settings';
import { ImportOutcome } from './import-outcome';
import { type Asked, type ImportOf, type Preview, previewQuery } from './import-queries';
import { PreviewTables } from './preview-tables';
import { KEYS, readTarget, type Target, writeTarget } from './targets';
import { useSending } from './use-sending';

const { imports: say } = words;

interface ImportSheetProps {
  readonly of: ImportOf;
  readonly file: File;
  readonly onDone: () => void;
  readonly onClose: () => void;
}

/** A dialog that shows how a file is read before it is imported, then its progress, and the rows that were refused. */
export function ImportSheet({ of, file, onDone, onClose }: ImportSheetProps) {
  const [asked, setAsked] = useState<Asked>({});
  const [chosen, setChosen] = useState<Readonly<Record<string, Target>>>({});
  const { data: preview, error } = useQuery(previewQuery(of.kind, file, asked));
  const sending = useSending(of, file, onDone);
  const targets = preview ? targetsOf(of, preview, chosen) : {};
  const isMissing = !Object.values(targets).includes(KEYS[of.kind]);
  const start = (isResumed: boolean) =>
    sending.start({
      ...asked,
      ...(preview?.file.format !== 'ndjson' && { columns: JSON.stringify(targets) }),
      ...(isResumed && { resume: 'true' }),
    });
  return (
    <Sheet title={say.title(file.name)} onClose={onClose} isWide>
      {error && <TroubleNotice trouble={error} />}
      {!sending.isStarted && (
        <>
          <FileSettings file={preview?.file} asked={asked} onAsk={setAsked} />
          {!preview && !error && <p role="status">{say.reading}</p>}
          {preview && <PreviewTables kind={of.kind} preview={preview} chosen={chosen} onChoose={setChosen} />}
          {preview && isMissing && <p className={look.wrong}>{say.missing(say.keys[KEYS[of.kind]])}</p>}
        </>
      )}
      <ImportOutcome of={of} sending={sending} onResume={() => start(true)} />
      <div className={look.pager}>
        {!sending.isStarted && (
          <>
            <button className={look.plain} type="button" onClick={onClose}>
              {words.cancel}
            </button>
            <button className={look.ink} type="button" disabled={!preview || isMissing} onClick={() => start(false)}>
              {say.start}
            </button>
          </>
        )}
        {sending.isStarted && !sending.isUnderWay && (
          <button className={look.ink} type="button" onClick={onClose}>
            {say.close}
          </button>
        )}
      </div>
    </Sheet>
  );
}

/** Returns the target of each column: the chosen one, or what is suggested. */
const targetsOf = ({ kind }: ImportOf, { columns }: Preview, chosen: Readonly<Record<string, Target>>) =>
  Object.fromEntries(
    columns.map(({ name, target }) => [name, writeTarget(chosen[name] ?? readTarget(kind, target), name)]),
  );
