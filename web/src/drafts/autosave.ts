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

/** Saves what is written, 800 ms after the last change, and merges what another editor has saved meanwhile. */
export function createAutosave(ports: SavePorts) {
  const session = createSession(ports);
  return {
    saving: session.saving,
    saveNow: () => saveNow(session),
    /**
     * Saves, and returns the revision of the draft on the server if that is what is written here. Undefined: another
     * editor has changed it since, which is taken in.
     * @throws Trouble
     */
    async findRevision(): Promise<number | undefined> {
      await saveNow(session);
      const there = await session.server.find(session.id);
      if (there && there.revision !== session.revision) joinTheirs(session, there);
      return !isChanged(session) && !isAsking(session) ? session.revision : undefined;
    },
    /** `isTheirs`: their value stays; else mine. */
    settle: (conflict: Conflict, isTheirs: boolean) => settleConflict(session, conflict, isTheirs),
    /** A published document is no draft any more. */
    notePublished(document: DraftDocument): void {
      session.base = document;
      session.revision = 0;
      session.saving.setState({ state: { is: 'unchanged' } });
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

/** Follows the document until it is stopped, which saves once more. */
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
