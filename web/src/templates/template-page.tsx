import { IconChevronLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useId, useMemo, useState } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import { Trouble } from '../client/trouble';
import { FormContext } from '../forms/form-context';
import { SchemaFields } from '../forms/schema-form';
import { useSeen } from '../forms/use-seen';
import { ConfirmSheet } from '../widgets/confirm-sheet';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { TemplatePreview } from './template-preview';
import { Uses, Versions } from './template-uses';
import styles from './templates.module.css';
import { deleteTemplate, type OpenTemplate, putTemplate, templateQuery } from './templates-queries';
import { formOf, idOf, KINDS, templateOf, type Written, withKind, writtenIn } from './written';

const { template: say } = words;

/** Shows one template: its content to edit, a preview, its uses and its versions. */
export function TemplatePage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(templateQuery(id));
  if (!data) return error ? <TroubleNotice trouble={error} onRetry={() => void refetch()} /> : null;
  return <Editor template={data} />;
}

export const NewTemplatePage = () => <Editor />;

function Editor({ template }: { readonly template?: OpenTemplate }) {
  // The form keeps the version that was opened until the page reloads it.
  const [opened, setOpened] = useState(template);
  const [written, setWritten] = useState(() => writtenIn(template));
  const client = useQueryClient();
  const navigate = useNavigate();
  const id = idOf(opened, written);
  const read = useMemo(() => templateOf(id, written), [id, written]);
  const isChanged = JSON.stringify(written) !== JSON.stringify(writtenIn(opened));
  const saving = useMutation({
    mutationFn: async () => {
      if ('document' in read) await putTemplate(read.document, opened?.latest ?? 0);
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['templates'] });
      const now = await client.fetchQuery(templateQuery(id));
      setOpened(now);
      setWritten(writtenIn(now));
      if (!opened) await navigate({ to: '/templates/$id', params: { id } });
    },
  });
  const load = async (version?: number) => {
    const found = await client.fetchQuery({ ...templateQuery(id, version), staleTime: 0 });
    if (version === undefined)
      setOpened(found); // what was typed stays
    else setWritten(writtenIn(found));
    saving.reset();
  };
  useEffect(() => {
    document.title = `${opened?.document.name ?? say.new} · ${words.product}`;
  }, [opened]);
  const wrong = isChanged && 'wrong' in read ? read.wrong : undefined;
  return (
    <>
      <Head opened={opened} />
      <div className={styles.template}>
        <div>
          <About opened={opened} id={id} written={written} onChange={setWritten} />
          <Content written={written} onChange={setWritten} />
          <Refused why={saving.error} onLoad={() => void load()} />
          <div className={`${look.pager} ${styles.acts}`}>
            <span className={wrong === undefined ? look.help : look.wrong} role="status">
              {wrong ?? (isChanged ? say.unsaved : saving.isSuccess ? say.saved : '')}
            </span>
            <button
              className={look.ink}
              type="button"
              disabled={!isChanged || wrong !== undefined}
              aria-busy={saving.isPending}
              onClick={() => saving.mutate()}
            >
              {opened ? say.save : say.create}
            </button>
          </div>
        </div>
        <div>
          <TemplatePreview written={written} />
          {opened && <Uses id={id} latest={opened.latest} />}
          {opened && <Versions id={id} shown={opened.latest} onLoad={(version) => void load(version)} />}
        </div>
      </div>
    </>
  );
}

interface PartProps {
  readonly written: Written;
  readonly onChange: (written: Written) => void;
}

function About({
  opened,
  id,
  written,
  onChange,
}: PartProps & { readonly opened: OpenTemplate | undefined; readonly id: string }) {
  const field = useId();
  const change = (to: Partial<Written>) => onChange({ ...written, ...to });
  return (
    <>
      <TextLine label={say.name} value={written.name} onChange={(name) => change({ name })} />
      {!opened && <TextLine label={say.id} help={say.idHelp} value={id} onChange={(to) => change({ id: to })} />}
      {!opened && (
        <div className={look.field}>
          <label htmlFor={field}>{say.kind}</label>
          <select
            id={field}
            className={look.input}
            value={written.kind === 'block' ? written.kind : written.channel}
            onChange={(event) => onChange(withKind(written, event.currentTarget.value))}
          >
            {KINDS.map((kind) => (
              <option key={kind} value={kind}>
                {kind === 'block' ? words.templates.block : words.templates.by(kind)}
              </option>
            ))}
          </select>
        </div>
      )}
    </>
  );
}

/** Fields that are edited elsewhere on the page, or not at all. */
const ELSEWHERE = ['id', 'name', 'kind', 'channel'];
/** Prefixes under which a value of an event can be read. */
const AS = ['context.entry'];

function Content({ written, onChange }: PartProps) {
  const { kind, channel } = written;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the form depends on the kind alone
  const { root, schema, asked } = useMemo(() => formOf(written), [kind, channel]);
  const seen = useSeen(AS);
  const around = useMemo(() => ({ root, seen, asked, problemAt: () => undefined }), [root, seen, asked]);
  return (
    <FormContext value={around}>
      <SchemaFields
        schema={schema}
        value={written.fields}
        path=""
        without={ELSEWHERE}
        onChange={(fields: JsonObject) => onChange({ ...written, fields })}
      />
    </FormContext>
  );
}

/** Shows why a change wasn't saved. Another user's change is never overwritten. */
function Refused({ why, onLoad }: { readonly why: Error | null; readonly onLoad: () => void }) {
  if (!why) return null;
  if (!(why instanceof Trouble && why.status === 412)) return <TroubleNotice trouble={why} />;
  return (
    <div className={look.notice} role="alert">
      <p>{say.conflict}</p>
      <button className={look.plain} type="button" onClick={onLoad}>
        {say.theirs}
      </button>
    </div>
  );
}

function Head({ opened }: { readonly opened: OpenTemplate | undefined }) {
  const [isRemoving, setIsRemoving] = useState(false);
  return (
    <header>
      <Link className={look.back} to="/templates">
        <IconChevronLeft size={16} stroke={1.6} aria-hidden />
        {say.crumb}
      </Link>
      <h1>{opened?.document.name ?? say.new}</h1>
      {opened && (
        <>
          <IdChip id={opened.document.id} what={words.templates.what} />
          <span className={look.help}>{say.version(opened.latest)}</span>
          <button className={`${look.plain} ${look.end}`} type="button" onClick={() => setIsRemoving(true)}>
            {say.remove}
          </button>
          {isRemoving && <Remove id={opened.document.id} onClose={() => setIsRemoving(false)} />}
        </>
      )}
    </header>
  );
}

function Remove({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = async () => {
    await deleteTemplate(id);
    await navigate({ to: '/templates' });
    client.removeQueries({ queryKey: templateQuery(id).queryKey });
    await client.invalidateQueries({ queryKey: ['templates'] });
  };
  return <ConfirmSheet title={say.removeTitle} text={say.removeText} go={say.go} onGo={remove} onClose={onClose} />;
}
