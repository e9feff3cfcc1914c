import type { DraftDocument } from '../document/document';
import { type Conflict, withValueAt } from '../document/merge';
import { words } from '../words';
import {
  createSession,
  isAsking,
  isChanged,
  joinTheirs,
  noteChange,
  type SavePorts,
  type SaveSession,
  saveNow,
} from './save-session';

/**
 * Creates the autosave of a draft: saves 800 ms after the last change, and merges changes that another editor has
 * saved.
 */
export function createAutosave(ports: SavePorts) {
  const session = createSession(ports);
  return {
    saving: session.saving,
    saveNow: () => saveNow(session),
    /**
     * Saves, and returns the draft's revision if the server has exactly this document. Undefined if another editor has
     * changed it since; that change is merged.
     * @throws Trouble
     */
    async findRevision(): Promise<number | undefined> {
      await saveNow(session);
      const there = await session.server.find(session.id);
      if (there && there.revision !== session.revision) joinTheirs(session, there);
      return !isChanged(session) && !isAsking(session) ? session.revision : undefined;
    },
    /** Settles a conflict: with `isTheirs` the other editor's value stays, otherwise this one's. */
    settle: (conflict: Conflict, isTheirs: boolean) => settleConflict(session, conflict, isTheirs),
    /** Records that the document was published and is no longer a draft. */
    notePublished(document: DraftDocument): void {
      session.base = document;
      session.revision = 0;
      session.saving.setState({ state: { type: 'unchanged' } });
      noteChange(session);
    },
    start: () => startSession(session),
  };
}

export type Autosave = ReturnType<typeof createAutosave>;

function settleConflict(session: SaveSession, conflict: Conflict, isTheirs: boolean): void {
  const conflicts = session.saving.getState().conflicts.filter((each) => each !== conflict);
  session.saving.setState({ conflicts });
  const take = (document: DraftDocument) => withValueAt(document, conflict.path, conflict.theirs);
  if (isTheirs) session.builder.getState().change(words.builder.acts.fix, take);
  if (conflicts.length === 0) noteChange(session);
}

/** Saves changes of the document until the returned function is called, which saves once more. */
function startSession(session: SaveSession): () => void {
  session.isOver = false;
  const unsubscribe = session.builder.subscribe((state, before) => {
    if (state.document !== before.document) noteChange(session);
  });
  if (isChanged(session)) noteChange(session);
  return () => {
    unsubscribe();
    if (isChanged(session)) void saveNow(session);
    session.isOver = true;
    clearTimeout(session.timer);
  };
}
