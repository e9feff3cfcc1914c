import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useState } from 'react';
import { BuilderContext, createBuilder, useBuilder, useBuilderStore } from '../canvas/store';
import { useLayout } from '../canvas/use-layout';
import { ask } from '../canvas/worker/ask';
import { knownQuery } from '../client/known-queries';
import { standingQuery } from '../client/queries';
import { Trouble } from '../client/trouble';
import { useLibrary } from '../client/use-library';
import { type DraftDocument, readDocument } from '../document/document';
import { listBlocking, type Problem, problemsOf } from '../document/problems';
import { draftQuery, type Opened } from '../drafts/draft-queries';
import { useAutosave, useSaving } from '../drafts/use-autosave';
import { InHeader } from '../widgets/header-slot';
import { look } from '../widgets/look';
import { TroubleNotice } from '../widgets/trouble-notice';
import { Workbench } from '../widgets/workbench';
import { words } from '../words';
import { BuildBody } from './build-body';
import styles from './builder-page.module.css';
import { ConflictPanel } from './conflict-panel';
import { ProblemPanel } from './problem-panel';
import { PublishSheet } from './publish-sheet';
import { SaveStatus } from './save-status';
import { Steps } from './steps/steps';
import { type BuilderSearch, type BuildStep, defaultView } from './view';

interface BuilderPageProps {
  readonly id: string;
  readonly step: BuildStep;
  readonly search: BuilderSearch;
}

/** The page where authors edit a journey: goal, entry and path. */
export function BuilderPage(props: BuilderPageProps) {
  const { data, error, refetch } = useQuery(draftQuery(props.id));
  if (error && !data)
    return (
      <div className={look.reading}>
        <TroubleNotice trouble={error} onRetry={() => void refetch()} />
      </div>
    );
  if (!data) return <div className={look.skeleton} />;
  const read = readDocument(data.given, props.id);
  if (!read.ok)
    return (
      <div className={look.reading}>
        <h2>{words.builder.cannotOpen}</h2>
        <TroubleNotice trouble={new Trouble({ ...read, status: 422, code: 'document' })} />
      </div>
    );
  return <Opening {...props} opened={data} document={read.document} />;
}

interface OpeningProps extends BuilderPageProps {
  readonly opened: Opened;
  readonly document: DraftDocument;
}

function Opening({ opened, document, ...props }: OpeningProps) {
  const [builder] = useState(() => createBuilder(document, props.search.node === undefined ? [] : [props.search.node]));
  return (
    <BuilderContext value={builder}>
      <Build {...props} opened={opened} />
    </BuilderContext>
  );
}

function Build({ id, step, search, opened }: Omit<OpeningProps, 'document'>) {
  const builder = useBuilderStore();
  const autosave = useAutosave(builder, id, opened);
  const saving = useSaving(autosave);
  const navigate = useNavigate();
  const { data: journey } = useQuery(standingQuery(id));
  const errors = useBuilder(({ problems }) => listBlocking(problems).length);
  useLayout();
  useValidation();
  const goTo = useCallback(
    (to: BuilderSearch, at: BuildStep = step) =>
      void navigate({
        ...{ to: '/journeys/$id/build/$step', params: { id, step: at }, search: { ...search, ...to } },
        replace: at === step && to.dialog === search.dialog, // what is selected is no step back
      }),
    [navigate, id, step, search],
  );
  useSelectionInAddress(search.node, goTo);
  usePublishKey(useCallback(() => goTo({ dialog: 'publish' }), [goTo]));
  const onProblem = useCallback(
    (problem: Pick<Problem, 'node' | 'step'>) => {
      if (problem.node !== undefined) builder.getState().select([problem.node]);
      goTo({ dialog: undefined, node: problem.node }, problem.step);
    },
    [builder, goTo],
  );
  const next = (journey?.version ?? 0) + 1;
  return (
    <Workbench className={styles.build} data-step={step}>
      <InHeader>
        <SaveStatus saving={saving} onRetry={() => void autosave.saveNow()} />
        <button className={look.ink} type="button" onClick={() => goTo({ dialog: 'publish' })}>
          {errors > 0 ? words.builder.publish.fix(errors) : words.builder.publish.open(next)}
        </button>
      </InHeader>
      <Steps id={id} step={step} search={search} />
      {saving.conflicts.length > 0 && <ConflictPanel conflicts={saving.conflicts} onSettle={autosave.settle} />}
      <BuildBody step={step} view={search.view ?? defaultView()} />
      <ProblemPanel onGo={onProblem} />
      {search.dialog === 'publish' && journey && (
        <PublishSheet
          journey={journey}
          autosave={autosave}
          onProblem={(node, at) => onProblem({ node, step: at })}
          onClose={() => goTo({ dialog: undefined })}
        />
      )}
    </Workbench>
  );
}

const CHECK_MS = 150;

/** Validates the document in a worker, with the server's own code, shortly after each change. */
function useValidation(): void {
  const builder = useBuilderStore();
  const document = useBuilder((state) => state.document);
  const { data: known } = useQuery(knownQuery);
  const templates = useLibrary(document);
  useEffect(() => {
    if (!templates) return undefined; // without them, validation would report false problems
    let isStale = false;
    const timer = setTimeout(() => {
      void ask('validate', document, { ...known, templates }).then((verdict) => {
        if (isStale) return;
        const errors = verdict.ok ? [] : verdict.errors;
        builder.getState().setProblems(problemsOf({ errors, warnings: verdict.warnings }, document));
      });
    }, CHECK_MS);
    return () => {
      isStale = true;
      clearTimeout(timer);
    };
  }, [builder, document, known, templates]);
}

/** Keeps the selected node in the address, so a link to it can be shared. */
function useSelectionInAddress(node: string | undefined, goTo: (to: BuilderSearch) => void): void {
  const only = useBuilder(({ selected }) => (selected.length === 1 ? selected[0] : undefined));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address follows the selection, and not the other way round
  useEffect(() => {
    if (only !== node) goTo({ node: only });
  }, [only]);
}

function usePublishKey(open: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isDialog = globalThis.document.querySelector('dialog[open]') !== null;
      if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !isDialog) open();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open]);
}
