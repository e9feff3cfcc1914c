import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { Canvas } from '../builder/canvas/canvas';
import { type Lens, LensContext, unmarked } from '../builder/canvas/lens';
import { type DraftDocument, ENTRY, readDocument } from '../builder/model/document';
import { BuilderContext, createBuilder, useBuilder } from '../builder/store';
import { useLayout } from '../builder/use-layout';
import { Trouble } from '../client/client';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import { CountsContext, createCounts, useCount } from './counts';
import { runningQuery } from './live-queries';
import { PeoplePanel } from './people-panel';

import '../builder/builder.css';
import './live.css';

const { live: say } = words;

/** Where everybody is now: the path as it runs, with how many are at each node and have left by each way. */
export function LivePage({ id }: { readonly id: string }) {
  const { data, error, refetch, dataUpdatedAt } = useQuery(runningQuery(id));
  const read = useMemo(() => data && readDocument(data.document, id), [data, id]);
  if (error instanceof Trouble && error.status === 404)
    return (
      <div className="journey-read">
        <p>{say.draft}</p>
        <Link className="ink" to="/journeys/$id/build" params={{ id }}>
          {say.build}
        </Link>
      </div>
    );
  if (!data || !read?.ok)
    return (
      <div className="journey-read">{error && <TroubleNotice trouble={error} onRetry={() => void refetch()} />}</div>
    );
  return (
    <Shown
      key={data.version}
      document={read.document}
      running={data}
      staleSince={error === null ? undefined : dataUpdatedAt}
    />
  );
}

interface ShownProps {
  readonly document: DraftDocument;
  readonly running: Parameters<ReturnType<typeof createCounts>['take']>[0];
  /** Milliseconds since the epoch; undefined: it is fresh. */
  readonly staleSince: number | undefined;
}

const LIVE: Lens = { name: 'live', isEditable: false, useMark: unmarked, InCard: CardCounts, OnLink: LinkCount };

function Shown({ document, running, staleSince }: ShownProps) {
  const [builder] = useState(() => createBuilder(document));
  const [counts] = useState(createCounts);
  useEffect(() => counts.take(running), [counts, running]);
  return (
    <BuilderContext value={builder}>
      <CountsContext value={counts}>
        <LensContext value={LIVE}>
          <div className="builder live-page" data-stale={staleSince !== undefined || undefined}>
            <Path id={running.id} />
            <Footer running={running} staleSince={staleSince} />
          </div>
        </LensContext>
      </CountsContext>
    </BuilderContext>
  );
}

function Path({ id }: { readonly id: string }) {
  useLayout();
  const node = useBuilder(({ selected }) => selected.find((each) => each !== ENTRY));
  return (
    <div className="path-step" data-view="canvas">
      <Canvas />
      {node !== undefined && <PeoplePanel key={node} journey={id} node={node} />}
    </div>
  );
}

/** The sum that must hold: whoever is inside is somewhere. */
function Footer({ running, staleSince }: Omit<ShownProps, 'document'>) {
  const there = Object.values(running.nodes).reduce((sum, { inside }) => sum + inside, 0);
  const { inside, entered } = running.counts;
  return (
    <footer className="live-foot">
      <span>{say.entered(entered)}</span>
      <span>{say.sum(inside, there, Math.max(0, inside - there))}</span>
      {staleSince !== undefined && <span role="status">{say.asOf(new Date(staleSince).toLocaleTimeString())}</span>}
    </footer>
  );
}

function CardCounts({ id }: { readonly id: string }) {
  const here = useCount(`${id}#here`);
  const passed = useCount(`${id}#passed`);
  if (id === ENTRY) return <span className="card-counts">{say.entered(passed)}</span>;
  return (
    <span className="card-counts">
      <strong>{say.here(here)}</strong> {say.passed(passed)}
    </span>
  );
}

function LinkCount({ id }: { readonly id: string }) {
  const count = useCount(id);
  return count === 0 ? null : <span className="link-count">{count.toLocaleString()}</span>;
}
