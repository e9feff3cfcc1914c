import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import type { WorkspacePolicies } from '../../../journey/delivery/policies';
import type { Settings } from '../../../journey/delivery/settings';
import { instant } from '../../../journey/time/time';
import { NoAnswer } from '../background/ask';
import { Canvas } from '../canvas/canvas';
import { LensContext } from '../canvas/lens';
import { BuilderContext, createBuilder, useBuilder } from '../canvas/store';
import { useLayout } from '../canvas/use-layout';
import { compileMjmlIn } from '../client/compile-mjml';
import { Trouble } from '../client/trouble';
import { useLibrary } from '../client/use-library';
import { type DraftDocument, readDocument } from '../document/document';
import { titleOf } from '../document/sentences';
import { settingsQuery } from '../settings/settings-queries';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { Workbench } from '../widgets/workbench';
import { words } from '../words';
import { Dock, goOn } from './dock';
import { Fire } from './fire';
import { REHEARSE } from './lens';
import { MarksContext } from './marks';
import {
  createRehearsal,
  linesShown,
  marksOf,
  momentOf,
  RehearsalContext,
  type RehearsedIn,
  successOf,
  useRehearsal,
  useRehearsalStore,
} from './rehearsal';
import styles from './rehearse-page.module.css';
import { rehearsedQuery, segmentsQuery } from './rehearse-queries';
import { Gets, Why } from './side';

const { rehearse: say } = words;
const MINUTE = 60_000;

/** Plays the draft for one user, with the product's own engine in the browser. */
export function RehearsePage({ id }: { readonly id: string }) {
  const { data, error, refetch } = useQuery(rehearsedQuery(id));
  const segments = useQuery(segmentsQuery);
  const settings = useQuery(settingsQuery);
  const read = useMemo(() => (data === undefined ? undefined : readDocument(data, id)), [data, id]);
  const library = useLibrary(read?.ok ? read.document : NOTHING);
  const trouble = error ?? segments.error ?? settings.error;
  if (trouble && (!data || !segments.data || !settings.data))
    return (
      <div className={look.reading}>
        <TroubleNotice
          trouble={trouble}
          onRetry={() => void Promise.all([refetch(), segments.refetch(), settings.refetch()])}
        />
      </div>
    );
  if (!read || !segments.data || !settings.data || !library) return <div className={look.skeleton} />;
  if (!read.ok)
    return (
      <div className={look.reading}>
        <TroubleNotice trouble={new Trouble({ ...read, status: 422, code: 'document' })} />
      </div>
    );
  const within = { segments: segments.data, policies: policiesOf(settings.data), library };
  return <Stage document={read.document} within={within} />;
}

interface StageProps {
  readonly document: DraftDocument;
  readonly within: Omit<RehearsedIn, 'compile'>;
}

const NOTHING: JsonObject = {};

/** Returns the policies of a rehearsal. Leaves out the control group, since the user is fictional. */
function policiesOf({ timeZone, quietHours, frequencyCaps, consent, topics }: Settings): Partial<WorkspacePolicies> {
  return {
    ...(timeZone !== undefined && { timeZone }),
    ...(quietHours.length > 0 && { quietHours }),
    ...(frequencyCaps.length > 0 && { frequencyCaps }),
    ...(consent && { consent }),
    ...(topics.length > 0 && { topics }),
  };
}

function Stage({ document, within }: StageProps) {
  const [builder] = useState(() => createBuilder(document));
  const [rehearsal] = useState(() =>
    createRehearsal(document, { ...within, compile: compileMjmlIn }, instant(Math.floor(Date.now() / MINUTE) * MINUTE)),
  );
  useEffect(() => void rehearsal.begin(), [rehearsal]);
  return (
    <BuilderContext value={builder}>
      <RehearsalContext value={rehearsal}>
        <LensContext value={REHEARSE}>
          <Played />
        </LensContext>
      </RehearsalContext>
    </BuilderContext>
  );
}

function Played() {
  useLayout();
  useTimeKeys();
  usePresentInSight();
  const played = useRehearsal((state) => state.played);
  const shown = useRehearsal((state) => state.shown);
  const nodes = useBuilder(({ document }) => document.nodes);
  const marks = useMemo(() => marksOf({ played, shown }, nodes), [played, shown, nodes]);
  return (
    <MarksContext value={marks}>
      <Workbench className={styles.rehearse} isFlowing>
        <p className={styles.banner}>{say.banner}</p>
        <Troubles />
        <div className={styles.stage}>
          <Canvas />
          <aside className={styles.side}>
            <Gets />
            <Why />
          </aside>
        </div>
        <div className={styles.foot}>
          <Dock />
          <Fire />
        </div>
      </Workbench>
    </MarksContext>
  );
}

/** Shows why the draft can't be played, or not any further. */
function Troubles() {
  const played = useRehearsal((state) => state.played);
  const failed = useRehearsal((state) => state.failed);
  const success = useRehearsal(successOf);
  const nodes = useBuilder(({ document }) => document.nodes);
  if (failed !== undefined)
    return (
      <div className={look.notice} role="alert">
        <strong>{failed instanceof NoAnswer ? say.endless : say.failed}</strong>
        <div>{failed instanceof Error ? failed.message : String(failed)}</div>
        <div>{failed instanceof NoAnswer ? say.endlessFix : say.failedFix}</div>
      </div>
    );
  if (played && !played.ok)
    return (
      <div className={look.notice} role="alert">
        <strong>{say.cannot}</strong>
        <ul>
          {played.errors.map(({ path, message, fix }) => (
            <li key={path + message}>
              <span className={look.mono}>{path}</span> {message}: {fix}
            </li>
          ))}
        </ul>
      </div>
    );
  if (!success) return null;
  return (
    <>
      {success.unfinished.length > 0 && (
        <p className={`${look.warn} ${styles.note}`}>
          {say.unfinished(success.unfinished.map((id) => titleOf(nodes[id], id)).join(', '))}
        </p>
      )}
      {success.wrong.map((what) => (
        <p key={what} className={`${look.wrong} ${styles.note}`} role="alert">
          {say.wrong(what)}
        </p>
      ))}
    </>
  );
}

/** The canvas goes along with the user. */
function usePresentInSight(): void {
  const select = useBuilder((builder) => builder.select);
  const node = useRehearsal((state) => {
    const now = momentOf(state)?.passes.at(-1);
    return now?.exit ? linesShown(state).findLast((line) => line.node !== null)?.node : now?.at;
  });
  useEffect(() => {
    if (node) select([node]);
  }, [node, select]);
}

/** Space plays the next step, Left goes back. Neither applies while a field or button has the key. */
function useTimeKeys(): void {
  const rehearsal = useRehearsalStore();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (target instanceof Element && target.closest('input, select, textarea, button, summary, dialog')) return;
      if (key === 'ArrowLeft') rehearsal.show(rehearsal.store.getState().shown - 1);
      if (key !== ' ') return;
      event.preventDefault();
      goOn(rehearsal);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [rehearsal]);
}
