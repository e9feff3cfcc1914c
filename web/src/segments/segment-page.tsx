import { IconChevronLeft } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import { SegmentCondition } from '../../../journey/segments/segment';
import { segmentInWords } from '../../../journey/segments/words';
import { Trouble } from '../client/trouble';
import { slugOf } from '../document/edit';
import { Grouped } from '../forms/fields/condition-groups';
import { FormContext } from '../forms/form-context';
import { isObject } from '../forms/schema';
import { useSeen } from '../forms/use-seen';
import { ConfirmSheet } from '../widgets/confirm-sheet';
import { IdChip } from '../widgets/id-chip';
import { look } from '../widgets/look';
import { TextLine } from '../widgets/text-line';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { Preview } from './preview';
import { BLANK, PARTS } from './segment-parts';
import styles from './segments.module.css';
import { deleteSegment, putSegment, type SegmentView, segmentQuery } from './segments-queries';

const { segment: say } = words;

/** Shows one segment: its condition as a sentence to edit, its members, and a preview. */
export function SegmentPage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(segmentQuery(id));
  if (!data) return error ? <TroubleNotice trouble={error} onRetry={() => void refetch()} /> : null;
  return <Editor segment={data} />;
}

export const NewSegmentPage = () => <Editor />;

interface Written {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly condition: JsonObject;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const writtenIn = (segment: SegmentView | undefined): Written => ({
  id: segment?.id ?? '',
  name: segment?.name ?? '',
  description: text(segment?.document.description),
  condition: isObject(segment?.document.condition) ? segment.document.condition : BLANK,
});

const SLUG = /^[a-z0-9][a-z0-9-]{0,62}$/;

function Editor({ segment }: { readonly segment?: SegmentView }) {
  // The count is refreshed; the form keeps the version that was opened until the page reloads it.
  const [opened, setOpened] = useState(segment);
  const [written, setWritten] = useState(() => writtenIn(segment));
  const client = useQueryClient();
  const navigate = useNavigate();
  const change = (to: Partial<Written>) => setWritten({ ...written, ...to });
  const id = idOf(opened, written);
  const read = useMemo(() => SegmentCondition.safeParse(written.condition), [written.condition]);
  const isChanged = JSON.stringify(written) !== JSON.stringify(writtenIn(opened));
  const saving = useMutation({
    mutationFn: () => putSegment(id, documentOf(id, written), opened?.version ?? 0),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['segments'] });
      const now = await client.fetchQuery(segmentQuery(id));
      setOpened(now);
      setWritten(writtenIn(now));
      if (!opened) await navigate({ to: '/segments/$id', params: { id } });
    },
  });
  useEffect(() => {
    document.title = `${opened?.name ?? say.new} · ${words.product}`;
  }, [opened]);
  const loadTheirs = async () => {
    const now = await client.fetchQuery({ ...segmentQuery(id), staleTime: 0 });
    setOpened(now);
    saving.reset();
  };
  const wrong = wrongIn(written, id, read.success);
  return (
    <>
      <Head opened={opened} now={segment} />
      <div className={styles.segment}>
        <div>
          <TextLine label={say.name} value={written.name} onChange={(name) => change({ name })} />
          {!opened && <TextLine label={say.id} help={say.idHelp} value={id} onChange={(to) => change({ id: to })} />}
          <TextLine
            label={say.description}
            value={written.description}
            onChange={(description) => change({ description })}
          />
          <Condition value={written.condition} onChange={(condition) => change({ condition })} />
          <Sentence of={read.data} />
          <Refused why={saving.error} onLoad={() => void loadTheirs()} />
          <div className={`${look.pager} ${styles.acts}`}>
            <Standing wrong={isChanged ? wrong : undefined} isChanged={isChanged} isSaved={saving.isSuccess} />
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
        <Preview condition={read.data} />
      </div>
    </>
  );
}

const idOf = (opened: SegmentView | undefined, { id, name }: Written): string =>
  opened ? opened.id : id === '' ? slugOf(name) : id;

const Sentence = ({ of }: { readonly of: SegmentCondition | undefined }) =>
  of ? (
    <p className={look.help}>{words.forms.condition.inWords(segmentInWords(of))}</p>
  ) : (
    <p className={look.wrong}>{say.notWhole}</p>
  );

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

interface StandingProps {
  readonly wrong: string | undefined;
  readonly isChanged: boolean;
  readonly isSaved: boolean;
}

const Standing = ({ wrong, isChanged, isSaved }: StandingProps) => (
  <span className={wrong === undefined ? look.help : look.wrong} role="status">
    {wrong ?? (isChanged ? say.unsaved : isSaved ? say.saved : '')}
  </span>
);

function wrongIn({ name }: Written, id: string, isWhole: boolean): string | undefined {
  if (name.trim() === '') return say.noName;
  if (!SLUG.test(id)) return say.badId;
  return isWhole ? undefined : say.notWhole;
}

const documentOf = (id: string, { name, description, condition }: Written) => ({
  id,
  name: name.trim(),
  ...(description.trim() !== '' && { description }),
  condition,
});

/** Shows the segment's name and size. `opened` is the version in the form, `now` the latest one. */
function Head({ opened, now }: { readonly opened: SegmentView | undefined; readonly now: SegmentView | undefined }) {
  const [isRemoving, setIsRemoving] = useState(false);
  const { members, isFilling } = now ?? opened ?? { members: 0, isFilling: false };
  return (
    <header>
      <Link className={look.back} to="/segments">
        <IconChevronLeft size={16} stroke={1.6} aria-hidden />
        {say.crumb}
      </Link>
      <h1>{opened?.name ?? say.new}</h1>
      {opened && (
        <>
          <IdChip id={opened.id} what={words.segments.what} />
          <span className={look.help}>
            {say.members(members)} · {say.version(opened.version)}
            {isFilling && ` · ${say.filling}`}
          </span>
          <button className={`${look.plain} ${look.end}`} type="button" onClick={() => setIsRemoving(true)}>
            {say.remove}
          </button>
          {isRemoving && <Remove id={opened.id} onClose={() => setIsRemoving(false)} />}
        </>
      )}
    </header>
  );
}

/** Conditions on an event read the event; all others read the profile. */
const AS = ['event'];

function Condition({
  value,
  onChange,
}: {
  readonly value: JsonObject;
  readonly onChange: (value: JsonObject) => void;
}) {
  const seen = useSeen(AS);
  const around = useMemo(() => ({ root: {}, seen, asked: [], problemAt: () => undefined }), [seen]);
  return (
    <fieldset className={`${look.field} ${look.group}`}>
      <legend>{say.who}</legend>
      <FormContext value={around}>
        <Grouped label={say.who} value={value} parts={PARTS} onChange={onChange} />
      </FormContext>
    </fieldset>
  );
}

function Remove({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const remove = async () => {
    await deleteSegment(id);
    await navigate({ to: '/segments' });
    client.removeQueries({ queryKey: segmentQuery(id).queryKey });
    await client.invalidateQueries({ queryKey: ['segments'] });
  };
  return <ConfirmSheet title={say.removeTitle} text={say.removeText} go={say.go} onGo={remove} onClose={onClose} />;
}
