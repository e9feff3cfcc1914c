import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useBuilder, useBuilderStore } from '../canvas/store';
import type { JourneySummary } from '../client/client';
import { Trouble } from '../client/trouble';
import { type DraftDocument, textOf } from '../document/document';
import { problemsOf } from '../document/problems';
import type { Autosave } from '../drafts/autosave';
import { ChangeList } from '../versions/change-list';
import { checkDocument, publishDocument, versionQuery } from '../versions/publish-queries';
import { look } from '../widgets/look';
import { Sheet } from '../widgets/sheet';
import { TroubleNotice } from '../widgets/trouble-notice';
import { words } from '../words';
import styles from './problem-list.module.css';

const { publish: say } = words.builder;

interface PublishSheetProps {
  readonly journey: JourneySummary;
  readonly autosave: Autosave;
  readonly onProblem: (node: string | undefined, step: 'goal' | 'entry' | 'path') => void;
  readonly onClose: () => void;
}

/** Shows changes, warnings, and what happens to users inside. The server decides: it knows what a browser can't. */
export function PublishSheet({ journey, autosave, onProblem, onClose }: PublishSheetProps) {
  const { id, version } = journey;
  const document = useBuilder((state) => state.document);
  const running = useQuery(versionQuery(id, version));
  const verdict = useQuery({ queryKey: ['verdict', document], queryFn: () => checkDocument(id, document), gcTime: 0 });
  const publishing = usePublishing(id, version, autosave);
  const problems = verdict.data ? problemsOf(verdict.data, document) : [];
  const errors = problems.filter(({ severity }) => severity === 'error');
  const warnings = problems.filter(({ severity }) => severity === 'warning');
  const next = (version ?? 0) + 1;
  const go = () => {
    if (verdict.data?.valid && !publishing.isPending && !publishing.data) publishing.mutate(document);
  };
  useSubmitKey(go);
  if (publishing.data) return <Published id={id} version={publishing.data.version} onClose={onClose} />;
  return (
    <Sheet title={say.title(next, textOf(document.name) || id)} onClose={onClose} isWide>
      {publishing.isError && <TroubleNotice trouble={publishing.error} />}
      {verdict.isError && <TroubleNotice trouble={verdict.error} onRetry={() => void verdict.refetch()} />}
      <h3>{say.changes}</h3>
      {version === null ? <p>{say.first}</p> : running.data && <ChangeList before={running.data} after={document} />}
      <ProblemList title={say.errors} problems={errors} onProblem={onProblem} />
      <ProblemList title={say.warnings} problems={warnings} onProblem={onProblem} />
      {version !== null && <Inside count={journey.counts.inside} version={version} />}
      <div className={look.pager}>
        <button className={look.plain} type="button" onClick={onClose}>
          {words.cancel}
        </button>
        {verdict.isPending && <span role="status">{say.checking}</span>}
        {errors[0] && (
          <button
            className={look.ink}
            type="button"
            onClick={() => onProblem(errors[0]?.node, errors[0]?.step ?? 'path')}
          >
            {say.fix(errors.length)}
          </button>
        )}
        {verdict.data?.valid && (
          <button className={look.ink} type="button" aria-busy={publishing.isPending} onClick={go}>
            {say.go(next)} <kbd>⌘↵</kbd>
          </button>
        )}
      </div>
    </Sheet>
  );
}

function usePublishing(id: string, version: number | null, autosave: Autosave) {
  const client = useQueryClient();
  const builder = useBuilderStore();
  return useMutation({
    mutationFn: async (document: DraftDocument) => {
      const revision = await autosave.findRevision();
      if (revision === undefined || builder.getState().document !== document)
        throw new Trouble({ message: say.moved, fix: say.movedFix, status: 409, code: 'draft-moved' });
      return publishDocument(id, document, version, revision);
    },
    onError: () => autosave.findRevision().catch(() => undefined), // takes in what another user has just saved
    onSuccess: (_, document) => {
      autosave.notePublished(document);
      return client.invalidateQueries({ queryKey: ['journeys'] });
    },
  });
}

const Inside = ({ count, version }: { readonly count: number; readonly version: number }) => (
  <p>{count === 0 ? say.nobody : say.inside(count, version)}</p>
);

interface PublishedProps {
  readonly id: string;
  readonly version: number;
  readonly onClose: () => void;
}

const Published = ({ id, version, onClose }: PublishedProps) => (
  <Sheet title={say.done(version)} onClose={onClose}>
    <p role="status">{say.doneText}</p>
    <div className={look.pager}>
      <button className={look.plain} type="button" onClick={onClose}>
        {words.close}
      </button>
      <Link className={look.ink} to="/journeys/$id/live" params={{ id }}>
        {say.live}
      </Link>
    </div>
  </Sheet>
);

function useSubmitKey(go: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) go();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [go]);
}

interface ProblemListProps {
  readonly title: string;
  readonly problems: ReturnType<typeof problemsOf>;
  readonly onProblem: PublishSheetProps['onProblem'];
}

const ProblemList = ({ title, problems, onProblem }: ProblemListProps) =>
  problems.length === 0 ? null : (
    <>
      <h3>{title}</h3>
      <ul className={styles.list}>
        {problems.map(({ path, message, fix, node, step }) => (
          <li key={`${path} ${message}`}>
            <button type="button" onClick={() => onProblem(node, step)}>
              <span className={`${look.mono} ${styles.path}`}>{path}</span> {message}. {fix}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
