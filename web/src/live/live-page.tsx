import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { Canvas } from '../canvas/canvas';
import { CardLine, CardWarning, LinkNumber } from '../canvas/counts';
import { type Lens, LensContext } from '../canvas/lens';
import { BuilderContext, createBuilder, useBuilder } from '../canvas/store';
import { useLayout } from '../canvas/use-layout';
import { mayOperate, sessionQuery } from '../client/queries';
import { Trouble } from '../client/trouble';
import { type DraftDocument, ENTRY, isObject, readDocument } from '../document/document';
import { FileDrop } from '../imports/file-drop';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { Split, Workbench } from '../widgets/workbench';
import { words } from '../words';
import { CountsContext, createCounts, useCount } from './counts';
import styles from './live.module.css';
import { runningQuery } from './live-queries';
import { PeoplePanel } from './people-panel';
import { type LiveCounts, useLiveCounts } from './stream';

const { live: say } = words;

/** Shows the running path, with the number of users at each node and by each exit. */
export function LivePage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(runningQuery(id));
  const read = useMemo(() => data && readDocument(data.document, id), [data, id]);
  if (error instanceof Trouble && error.status === 404)
    return (
      <div className={look.reading}>
        <p>{say.draft}</p>
        <Link className={look.ink} to="/journeys/$id/build" params={{ id }}>
          {say.build}
        </Link>
      </div>
    );
  if (!data || !read?.ok)
    return (
      <div className={look.reading}>{error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}</div>
    );
  return <Shown key={data.version} id={id} document={read.document} version={data.version} />;
}

interface ShownProps {
  readonly id: string;
  readonly document: DraftDocument;
  readonly version: number | null;
}

const LIVE: Lens = { name: 'live', isEditable: false, useMark: useStuckMark, InCard: CardCounts, OnLink: LinkCount };

function Shown({ id, document, version }: ShownProps) {
  const [builder] = useState(() => createBuilder(document));
  const [counts] = useState(() => createCounts(document));
  const client = useQueryClient();
  const take = useCallback(
    (told: LiveCounts) => {
      counts.take(told);
      if (told.version !== version) void client.invalidateQueries({ queryKey: runningQuery(id).queryKey });
    },
    [counts, version, client, id],
  );
  const staleSince = useLiveCounts(id, take);
  return (
    <BuilderContext value={builder}>
      <CountsContext value={counts}>
        <LensContext value={LIVE}>
          <Workbench data-stale={staleSince !== undefined || undefined}>
            <Path id={id} />
            {isForLists(document) && <ListDrop journey={id} />}
            <Footer staleSince={staleSince} />
          </Workbench>
        </LensContext>
      </CountsContext>
    </BuilderContext>
  );
}

const isForLists = ({ entry }: DraftDocument): boolean => isObject(entry) && entry.type === 'list';

/** Takes the file of a list, whose users enter the journey. */
function ListDrop({ journey }: { readonly journey: string }) {
  const { data: session } = useQuery(sessionQuery);
  return mayOperate(session) && <FileDrop of={{ kind: 'list', journey }} onDone={() => {}} />;
}

function Path({ id }: { readonly id: string }) {
  useLayout();
  const node = useBuilder(({ selected }) => selected.find((each) => each !== ENTRY));
  return (
    <Split view="canvas">
      <Canvas />
      {node !== undefined && <PeoplePanel key={node} journey={id} node={node} />}
    </Split>
  );
}

/** Shows that the counts add up. `staleSince`: milliseconds since the epoch; undefined: the counts are fresh. */
function Footer({ staleSince }: { readonly staleSince: number | undefined }) {
  const [entered, inside, there] = [useCount('#entered'), useCount('#inside'), useCount('#there')];
  return (
    <footer className={styles.foot}>
      <span>{say.entered(entered)}</span>
      <span>{say.sum(inside, there, Math.max(0, inside - there))}</span>
      {staleSince !== undefined && <span role="status">{say.asOf(new Date(staleSince).toLocaleTimeString())}</span>}
    </footer>
  );
}

function useStuckMark(id: string): string | undefined {
  return useCount(`${id}#stuck`) > 0 ? 'stuck' : undefined;
}

function CardCounts({ id }: { readonly id: string }) {
  const here = useCount(`${id}#here`);
  const held = useCount(`${id}#held`);
  const stuck = useCount(`${id}#stuck`);
  const passed = useCount(`${id}#passed`);
  if (id === ENTRY) return <CardLine>{say.entered(passed)}</CardLine>;
  return (
    <CardLine>
      <strong>{say.here(here)}</strong> {held > 0 && <span>{say.held(held)} </span>}
      {say.passed(passed)}
      {stuck > 0 && <CardWarning title={say.stuckHelp}>{say.stuckHere(stuck)}</CardWarning>}
    </CardLine>
  );
}

function LinkCount({ id }: { readonly id: string }) {
  const count = useCount(id);
  return count === 0 ? null : <LinkNumber count={count} />;
}
