import { createStore } from 'zustand/vanilla';
import type { Builder } from '../canvas/store';
import { Trouble } from '../client/trouble';
import { type DraftDocument, readDocument } from '../document/document';
import { type Conflict, merge } from '../document/merge';
import type { Opened } from './draft-queries';
import { type GetStorage, keepDraft, readKept } from './kept-draft';

/** State of saving the changes. */
export type SaveState =
  | { readonly type: 'unchanged' }
  | { readonly type: 'saved'; readonly at: number }
  | { readonly type: 'unsaved' | 'saving' | 'offline' }
  | { readonly type: 'refused'; readonly trouble: unknown };

export interface Saving {
  readonly state: SaveState;
  /** Fields that both editors changed. Yours stays until you choose. */
  readonly conflicts: readonly Conflict[];
  /** Dotted paths that another editor has changed meanwhile. */
  readonly taken: readonly string[];
  /** Unsaved work of an earlier visit was found in this browser. */
  readonly isRestored: boolean;
}

export interface DraftServer {
  /** @throws Trouble 412: another editor has saved since `revision` */
  save(id: string, document: DraftDocument, revision: number): Promise<{ readonly revision: number }>;
  /** Returns undefined if there is no draft. */
  find(id: string): Promise<Opened | undefined>;
}

export interface SavePorts {
  readonly builder: Builder;
  readonly id: string;
  readonly opened: Opened;
  readonly server: DraftServer;
  readonly storage?: GetStorage;
}

/** State of one visit to a draft: the server's copy, and the planned save. */
export interface SaveSession extends SavePorts {
  readonly saving: ReturnType<typeof createSaving>;
  /** The document as the server has it. */
  base: DraftDocument;
  revision: number;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** Time of the first unsaved change by `performance.now()`; undefined if there is none. */
  firstChange: number | undefined;
  tries: number;
  underWay: Promise<void> | undefined;
  isOver: boolean;
}

const AFTER_MS = 800;
const AT_MOST_MS = 5_000;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000, 30_000] as const;

const createSaving = () =>
  createStore<Saving>(() => ({ state: { type: 'unchanged' }, conflicts: [], taken: [], isRestored: false }));

/** Starts from the unsaved work of an earlier visit, if there is any. */
export function createSession(ports: SavePorts): SaveSession {
  const { builder, id, opened, storage } = ports;
  const session: SaveSession = {
    ...ports,
    saving: createSaving(),
    base: builder.getState().document,
    revision: opened.revision,
    timer: undefined,
    firstChange: undefined,
    tries: 0,
    underWay: undefined,
    isOver: false,
  };
  const kept = readKept(id, storage);
  if (!kept) return session;
  session.base = kept.base;
  session.revision = kept.revision;
  builder.getState().take(kept.document);
  session.saving.setState({ isRestored: true });
  return session;
}

const documentOf = ({ builder }: SaveSession): DraftDocument => builder.getState().document;

export const isChanged = (session: SaveSession): boolean => documentOf(session) !== session.base;
export const isAsking = ({ saving }: SaveSession): boolean => saving.getState().conflicts.length > 0;

const showState = ({ saving }: SaveSession, state: SaveState): void => saving.setState({ state });
const isOffline = ({ saving }: SaveSession): boolean => saving.getState().state.type === 'offline';

function planSave(session: SaveSession, ms: number): void {
  clearTimeout(session.timer);
  if (!session.isOver) session.timer = setTimeout(() => void saveNow(session), ms);
}

/** Plans a save 800 ms after the last change, and at most 5 s after the first. Waits while conflicts are open. */
export function noteChange(session: SaveSession): void {
  if (!isChanged(session)) {
    noteUndone(session);
    return;
  }
  const { id, base, revision, storage } = session;
  keepDraft(id, { document: documentOf(session), base, revision }, storage);
  if (isAsking(session)) return;
  const now = performance.now();
  session.firstChange ??= now;
  if (!isOffline(session)) showState(session, { type: 'unsaved' });
  planSave(session, Math.min(AFTER_MS, Math.max(0, session.firstChange + AT_MOST_MS - now)));
}

/** The document is again what the server has: there is nothing to save, and nothing to keep for another visit. */
function noteUndone(session: SaveSession): void {
  if (session.underWay !== undefined) return; // what is being saved is compared when it has been saved
  clearTimeout(session.timer);
  session.firstChange = undefined;
  keepDraft(session.id, undefined, session.storage);
  if (session.saving.getState().state.type !== 'saved') showState(session, { type: 'unchanged' });
}

/** Saves unsaved changes, one request at a time. */
export async function saveNow(session: SaveSession): Promise<void> {
  clearTimeout(session.timer);
  if (session.underWay !== undefined) return session.underWay;
  if (isAsking(session)) return;
  if (!isChanged(session)) return noteUndone(session); // undone while an earlier save failed
  const document = documentOf(session);
  session.firstChange = undefined;
  if (!isOffline(session)) showState(session, { type: 'saving' });
  session.underWay = session.server.save(session.id, document, session.revision).then(
    ({ revision }) => noteSaved(session, document, revision),
    (error: unknown) => handleFailure(session, error),
  );
  await session.underWay;
  session.underWay = undefined;
  if (session.saving.getState().state.type === 'saved' || !isChanged(session)) noteChange(session);
}

function noteSaved(session: SaveSession, document: DraftDocument, revision: number): void {
  session.revision = revision;
  session.base = document;
  session.tries = 0;
  showState(session, { type: 'saved', at: Date.now() });
}

/** A conflict is merged, a refusal is shown, and anything else is tried again, later each time. */
async function handleFailure(session: SaveSession, error: unknown): Promise<void> {
  if (error instanceof Trouble && error.status === 412) return mergeTheirs(session);
  const isRefused = error instanceof Trouble && error.status >= 400 && error.status < 500 && error.status !== 429;
  if (isRefused) return showState(session, { type: 'refused', trouble: error });
  showState(session, { type: 'offline' });
  planSave(session, RETRY_MS[Math.min(session.tries, RETRY_MS.length - 1)] ?? 0);
  session.tries += 1;
}

async function mergeTheirs(session: SaveSession): Promise<void> {
  try {
    joinTheirs(session, await session.server.find(session.id));
  } catch (error) {
    await handleFailure(session, error);
  }
}

/**
 * Merges the other editor's document into this one. Also merges it into earlier undo steps, so that undo never reverts
 * the other editor's changes.
 * @throws Trouble 422 if the other document can't be drawn
 */
export function joinTheirs(session: SaveSession, theirs: Opened | undefined): void {
  if (!theirs) {
    session.revision = 0; // it has been published or discarded
    planSave(session, 0);
    return;
  }
  const read = readDocument(theirs.given, session.id);
  if (!read.ok) throw new Trouble({ ...read, status: 422, code: 'draft' });
  const before = session.base;
  const { document, conflicts, taken } = merge(before, documentOf(session), read.document);
  session.base = read.document;
  session.revision = theirs.revision;
  session.builder.getState().take(document, (past) => merge(before, past, read.document).document);
  session.saving.setState({ state: { type: 'unsaved' }, conflicts, taken });
  if (conflicts.length === 0) planSave(session, 0);
}
