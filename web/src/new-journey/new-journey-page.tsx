import { type QueryClient, useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ChangeEvent, type FormEvent, useEffect, useId, useState } from 'react';
import { sentenceOf } from '../../../journey/document/draft';
import { Trouble } from '../client/trouble';
import { type DraftDocument, isObject, readDocument } from '../document/document';
import { slugOf } from '../document/edit';
import { inOrder } from '../document/path';
import { entrySentence } from '../document/sentences';
import { createDraft } from '../drafts/draft';
import { settingsQuery } from '../settings/settings-queries';
import { BackToJourneys } from '../widgets/back-to-journeys';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './new-journey.module.css';
import { templates } from './templates';

const { newJourney: say } = words;
const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;
const MAX_BYTES = 1_000_000;

/** The origin of a new journey: a template by its ID, nothing, or a file. */
type From =
  | { readonly type: 'template'; readonly id: string }
  | { readonly type: 'nothing' }
  | { readonly type: 'file' };

const NOTHING: DraftDocument = { id: '', goals: [], entry: { type: 'event', event: '' }, start: '', nodes: {} };

/**
 * Returns a new journey's initial settings: the workspace's time zone and the country of its phone numbers. The
 * workspace's policies apply without being in the document.
 */
async function startingWith(client: QueryClient): Promise<Partial<DraftDocument>> {
  const { timeZone, dateOrder, phoneCountry } = await client.fetchQuery(settingsQuery);
  return {
    ...(timeZone !== undefined && { timeZone }),
    ...(dateOrder !== undefined && { dateOrder }),
    ...(phoneCountry !== undefined && { phoneCountry }),
  };
}

/** A name, an ID, and what to begin with: then the builder opens. */
export function NewJourneyPage() {
  const [from, setFrom] = useState<From>({ type: 'template', id: templates[0]?.id ?? '' });
  const [file, setFile] = useState<DraftDocument>();
  const [name, setName] = useState('');
  const [ownId, setOwnId] = useState<string>();
  const [wrong, setWrong] = useState<Trouble>();
  const navigate = useNavigate();
  const client = useQueryClient();
  const id = ownId ?? slugOf(name);
  useEffect(() => {
    document.title = `${say.title} · ${words.product}`;
  }, []);
  const creating = useMutation({
    mutationFn: async (written: DraftDocument) =>
      createDraft(
        id,
        from.type === 'nothing' ? ({ ...written, ...(await startingWith(client)) } as DraftDocument) : written,
      ),
    onSuccess: () => navigate({ to: '/journeys/$id/build/$step', params: { id, step: 'path' } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const begun =
      from.type === 'file' ? file : from.type === 'nothing' ? NOTHING : templates.find((each) => each.id === from.id);
    const missing = missingIn(name, id, begun);
    setWrong(missing);
    if (begun && !missing) creating.mutate({ ...begun, schema: 1, id, name: name.trim() });
  };
  return (
    <>
      <header>
        <BackToJourneys />
        <h1>{say.title}</h1>
      </header>
      <form className={styles.newJourney} onSubmit={submit} noValidate>
        <Named label={say.name} value={name} onChange={setName} />
        <Named label={say.id} help={say.idHelp} maxLength={63} value={id} onChange={setOwnId} />
        <fieldset className={styles.beginnings}>
          <legend>{say.from}</legend>
          {templates.map((template) => (
            <Beginning
              key={template.id}
              title={titleOf(template)}
              isChosen={from.type === 'template' && from.id === template.id}
              onChoose={() => setFrom({ type: 'template', id: template.id })}
            >
              <TemplateSteps template={template} />
            </Beginning>
          ))}
          <Beginning
            title={say.nothing}
            isChosen={from.type === 'nothing'}
            onChoose={() => setFrom({ type: 'nothing' })}
          >
            <p className={look.help}>{say.nothingText}</p>
          </Beginning>
          <Beginning title={say.file} isChosen={from.type === 'file'} onChoose={() => setFrom({ type: 'file' })}>
            <p className={look.help}>{file ? say.chosen(file.id, Object.keys(file.nodes).length) : say.fileText}</p>
            <FileButton
              onRead={(read) => {
                setFrom({ type: 'file' });
                setFile(read instanceof Trouble ? undefined : read);
                setWrong(read instanceof Trouble ? read : undefined);
                if (!(read instanceof Trouble) && name === '' && typeof read.name === 'string') setName(read.name);
              }}
            />
          </Beginning>
        </fieldset>
        {(wrong ?? creating.error) && <TroubleNotice trouble={wrong ?? creating.error} />}
        <div className={look.pager}>
          <button className={look.ink} type="submit" aria-busy={creating.isPending}>
            {say.go}
          </button>
        </div>
      </form>
    </>
  );
}

const titleOf = ({ id, name }: DraftDocument): string =>
  Object.hasOwn(say.templates, id) ? say.templates[id as keyof typeof say.templates] : String(name);

function missingIn(name: string, id: string, begun: DraftDocument | undefined): Trouble | undefined {
  const about = { status: 400, code: 'request-invalid', fix: '' };
  if (name.trim() === '') return new Trouble({ ...about, message: say.noName });
  if (!SLUG.test(id)) return new Trouble({ ...about, message: say.badId });
  return begun ? undefined : new Trouble({ ...about, message: say.noFile });
}

interface NamedProps {
  readonly label: string;
  readonly help?: string;
  readonly maxLength?: number;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Named({ label, help = '', maxLength = 200, value, onChange }: NamedProps) {
  const field = useId();
  return (
    <div className={`${look.field} ${styles.named}`}>
      <label htmlFor={field}>{label}</label>
      <input
        id={field}
        className={look.input}
        type="text"
        maxLength={maxLength}
        value={value}
        aria-describedby={help === '' ? undefined : `${field}-below`}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {help !== '' && (
        <p id={`${field}-below`} className={look.help}>
          {help}
        </p>
      )}
    </div>
  );
}

interface BeginningProps {
  readonly title: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
  readonly children: React.ReactNode;
}

const Beginning = ({ title, isChosen, onChoose, children }: BeginningProps) => (
  <div className={styles.beginning} data-chosen={isChosen || undefined}>
    <label className={look.tickLine}>
      <input type="radio" name="from" checked={isChosen} onChange={onChoose} />
      <strong>{title}</strong>
    </label>
    {children}
  </div>
);

const SHOWN = 5;

/** A template in small: who comes in, and what happens to them. */
function TemplateSteps({ template }: { readonly template: DraftDocument }) {
  const ids = inOrder(template);
  return (
    <ol className={styles.smallPath}>
      <li>{entrySentence(template.entry)}</li>
      {ids.slice(0, SHOWN).map((id) => {
        const node = template.nodes[id];
        return node && <li key={id}>{sentenceOf(node)}</li>;
      })}
      {ids.length > SHOWN && <li className={look.help}>{say.steps(ids.length)}</li>}
    </ol>
  );
}

function FileButton({ onRead }: { readonly onRead: (read: DraftDocument | Trouble) => void }) {
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const [file] = event.currentTarget.files ?? [];
    if (file) onRead(await documentIn(file));
  };
  return (
    <label className={look.plain}>
      {say.chooseFile}
      <input
        className={look.hidden}
        type="file"
        accept="application/json,.json"
        onChange={(event) => void read(event)}
      />
    </label>
  );
}

async function documentIn(file: File): Promise<DraftDocument | Trouble> {
  const about = { status: 400, code: 'document' };
  if (file.size > MAX_BYTES) return new Trouble({ ...about, message: say.tooLarge(file.name), fix: say.tooLargeFix });
  try {
    const given: unknown = JSON.parse(await file.text());
    const id = isObject(given) && typeof given.id === 'string' ? given.id : file.name;
    const read = readDocument(given, id);
    return read.ok ? read.document : new Trouble({ ...about, message: `${file.name}: ${read.message}`, fix: read.fix });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return new Trouble({ ...about, message: say.notJson(file.name, why), fix: say.notJsonFix });
  }
}
