import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createBuilder } from '../canvas/store';
import { Trouble } from '../client/trouble';
import type { DraftDocument } from '../document/document';
import { createAutosave } from './autosave';
import type { Opened } from './draft-queries';
import { keepDraft, readKept } from './kept-draft';
import type { DraftServer } from './save-session';

const START = { id: 'cart', name: 'Cart', note: '', nodes: {} } as DraftDocument;

/** A server with one draft, which refuses a save that does not begin from its latest revision. */
function createServer() {
  let draft: { readonly document: DraftDocument; readonly revision: number } | undefined = {
    ...{ document: START, revision: 1 },
  };
  const answers: unknown[] = [];
  const saves: DraftDocument[] = [];
  let hold: Promise<void> | undefined;
  const port: DraftServer = {
    async save(_, document, revision) {
      await hold;
      saves.push(document);
      const answer = answers.shift();
      if (answer !== undefined) throw answer;
      if (revision !== (draft?.revision ?? 0)) throw trouble(412);
      draft = { document, revision: revision + 1 };
      return { revision: revision + 1 };
    },
    find: async (): Promise<Opened | undefined> => draft && { given: draft.document, revision: draft.revision },
  };
  return {
    ...{ port, saves },
    draft: () => draft?.document,
    /** What the next saves are answered instead. */
    refuse: (...given: readonly unknown[]) => answers.push(...given),
    /** Another editor saves. */
    overtake(change: object) {
      draft = {
        document: { ...START, ...draft?.document, ...change } as DraftDocument,
        revision: (draft?.revision ?? 0) + 1,
      };
    },
    discard() {
      draft = undefined;
    },
    /** Answers come once this has been called again. */
    pause(): () => void {
      let release = () => {};
      hold = new Promise((resolve) => {
        release = resolve;
      });
      return release;
    },
  };
}

const trouble = (status: number) => new Trouble({ message: 'no', fix: 'fix', status, code: 'x' });

function createStorage() {
  const held = new Map<string, string>();
  const storage = {
    getItem: (key: string) => held.get(key) ?? null,
    setItem: (key: string, value: string) => void held.set(key, value),
    removeItem: (key: string) => void held.delete(key),
  };
  return () => storage;
}

let server: ReturnType<typeof createServer>;
let storage: ReturnType<typeof createStorage>;
beforeEach(() => {
  vi.useFakeTimers();
  server = createServer();
  storage = createStorage();
});
afterEach(() => vi.useRealTimers());

function open() {
  const builder = createBuilder(START);
  const autosave = createAutosave({
    builder,
    id: 'cart',
    opened: { given: START, revision: 1 },
    server: server.port,
    storage,
  });
  const leave = autosave.start();
  const write = (change: object) => builder.getState().change('edit', (document) => ({ ...document, ...change }));
  const state = () => autosave.saving.getState().state.type;
  return { autosave, builder, leave, write, state };
}
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

describe('typing', () => {
  test('saves 800 ms after the last change, and not before', async () => {
    const { write, state } = open();
    write({ name: 'A' });
    await pass(700);
    write({ name: 'AB' });
    await pass(799);
    expect([server.saves.length, state()]).toEqual([0, 'unsaved']);
    await pass(1);
    expect(server.saves.map(({ name }) => name)).toEqual(['AB']);
    expect(state()).toBe('saved');
  });

  test('saves at the latest 5 s after the first change, however steadily someone types', async () => {
    const { write } = open();
    for (let nr = 0; nr < 10; nr += 1) {
      write({ name: `A${nr}` });
      await pass(500);
    }
    expect(server.saves.map(({ name }) => name)).toEqual(['A9']);
  });

  test('saves what was typed during a save afterwards, one request at a time', async () => {
    const { write, state } = open();
    const release = server.pause();
    write({ name: 'A' });
    await pass(800);
    expect(state()).toBe('saving');
    write({ name: 'AB' });
    await pass(2_000);
    expect(server.saves).toHaveLength(0);
    release();
    await pass(800);
    expect(server.saves.map(({ name }) => name)).toEqual(['A', 'AB']);
    expect(server.draft()?.name).toBe('AB');
  });

  test('saves nothing when the change is undone in time, and keeps nothing', async () => {
    const { builder, write, state } = open();
    write({ name: 'A' });
    expect(readKept('cart', storage)?.document.name).toBe('A');
    builder.temporal.getState().undo();
    await pass(5_000);
    expect([server.saves.length, state(), readKept('cart', storage)]).toEqual([0, 'unchanged', undefined]);
  });

  test('saves at once when asked', async () => {
    const { autosave, write } = open();
    write({ name: 'A' });
    await autosave.saveNow();
    expect(server.draft()?.name).toBe('A');
    await pass(5_000);
    expect(server.saves).toHaveLength(1);
  });

  test('saves once more when the page is left, and no more after that', async () => {
    const { leave, write } = open();
    write({ name: 'A' });
    server.refuse(trouble(0));
    leave();
    write({ name: 'B' });
    await pass(60_000);
    expect(server.saves.map(({ name }) => name)).toEqual(['A']);
  });
});

describe('another editor', () => {
  test('saved something else: both changes are in the draft, and theirs are named', async () => {
    const { autosave, builder, write } = open();
    write({ name: 'Mine' });
    server.overtake({ note: 'Theirs' });
    await pass(1_000);
    expect(server.draft()).toMatchObject({ name: 'Mine', note: 'Theirs' });
    expect(builder.getState().document).toMatchObject({ name: 'Mine', note: 'Theirs' });
    expect(autosave.saving.getState()).toMatchObject({ state: { type: 'saved' }, taken: ['note'], conflicts: [] });
  });

  test('saved something else: undo takes back mine alone', async () => {
    const { builder, write } = open();
    write({ name: 'Mine' });
    server.overtake({ note: 'Theirs' });
    await pass(1_000);
    builder.temporal.getState().undo();
    expect(builder.getState().document).toMatchObject({ name: 'Cart', note: 'Theirs' });
    await pass(1_000);
    expect(server.draft()).toMatchObject({ name: 'Cart', note: 'Theirs' });
  });

  test.each([
    { isTheirs: false, stays: 'Mine' },
    { isTheirs: true, stays: 'Theirs' },
  ])('saved the same field: nothing is saved until one is chosen, then $stays', async ({ isTheirs, stays }) => {
    const { autosave, builder, write } = open();
    write({ name: 'Mine' });
    server.overtake({ name: 'Theirs' });
    await pass(10_000);
    const [conflict] = autosave.saving.getState().conflicts;
    expect(conflict).toEqual({ path: 'name', mine: 'Mine', theirs: 'Theirs' });
    expect(server.draft()?.name).toBe('Theirs');
    if (conflict) autosave.settle(conflict, isTheirs);
    await pass(1_000);
    expect([builder.getState().document.name, server.draft()?.name]).toEqual([stays, stays]);
    expect(autosave.saving.getState().conflicts).toEqual([]);
  });

  test('discarded the draft: mine becomes a new one', async () => {
    const { write, state } = open();
    write({ name: 'Mine' });
    server.discard();
    await pass(1_000);
    expect(server.draft()?.name).toBe('Mine');
    expect(state()).toBe('saved');
  });

  test('saved what cannot be drawn: refused, and mine stays', async () => {
    const { builder, write, state } = open();
    write({ name: 'Mine' });
    server.overtake({ schema: 99 });
    await pass(1_000);
    expect(state()).toBe('refused');
    expect(builder.getState().document.name).toBe('Mine');
  });
});

describe('a server', () => {
  test('that does not answer is tried again, later each time, until it does', async () => {
    const { write, state } = open();
    server.refuse(trouble(0), trouble(503), trouble(429));
    write({ name: 'A' });
    await pass(800);
    expect([server.saves.length, state()]).toEqual([1, 'offline']);
    await pass(999);
    expect(server.saves).toHaveLength(1);
    await pass(1);
    expect(server.saves).toHaveLength(2);
    await pass(2_000);
    expect([server.saves.length, state()]).toEqual([3, 'offline']);
    await pass(5_000);
    expect([server.saves.length, state(), server.draft()?.name]).toEqual([4, 'saved', 'A']);
  });

  test('that fails a save which was undone meanwhile: nothing is left to save, or to restore at the next visit', async () => {
    const { builder, write, state } = open();
    const release = server.pause();
    server.refuse(trouble(503));
    write({ name: 'A' });
    await pass(800);
    builder.temporal.getState().undo();
    release();
    await pass(60_000);
    expect([server.saves.length, state()]).toEqual([1, 'unchanged']);
    expect(readKept('cart', storage)).toBeUndefined();
  });

  test('that does not answer: typing goes on, and the state stays offline', async () => {
    const { write, state } = open();
    server.refuse(trouble(0));
    write({ name: 'A' });
    await pass(800);
    write({ name: 'AB' });
    expect(state()).toBe('offline');
    await pass(800);
    expect(server.draft()?.name).toBe('AB');
  });

  test('that refuses is not asked again until something changes', async () => {
    const { autosave, write, state } = open();
    const refusal = trouble(409);
    server.refuse(refusal);
    write({ name: 'A' });
    await pass(60_000);
    expect(server.saves).toHaveLength(1);
    expect(autosave.saving.getState().state).toEqual({ type: 'refused', trouble: refusal });
    write({ name: 'AB' });
    await pass(800);
    expect(state()).toBe('saved');
  });
});

describe('an earlier visit', () => {
  test('that saved nothing: its work is there again, and is saved', async () => {
    const written = { ...START, name: 'Kept' } as DraftDocument;
    keepDraft('cart', { document: written, base: START, revision: 1 }, storage);
    const { autosave, builder } = open();
    expect(builder.getState().document.name).toBe('Kept');
    expect(autosave.saving.getState().isRestored).toBe(true);
    await pass(800);
    expect(server.draft()?.name).toBe('Kept');
    expect(readKept('cart', storage)).toBeUndefined();
  });

  test.each(['{', '{"document":[]}', 'null'])('that kept %s is as if there had been none', (text) => {
    storage().setItem('sojourn.draft.cart', text);
    const { autosave, builder } = open();
    expect(builder.getState().document).toBe(START);
    expect(autosave.saving.getState().isRestored).toBe(false);
  });

  test('in a browser that forbids its storage: it is saved all the same', async () => {
    storage = () => {
      throw new Error('forbidden');
    };
    const { write } = open();
    write({ name: 'A' });
    await pass(800);
    expect(server.draft()?.name).toBe('A');
  });
});

describe('publishing', () => {
  test('asks for the revision: what is unsaved is saved first', async () => {
    const { autosave, write } = open();
    write({ name: 'A' });
    expect(await autosave.findRevision()).toBe(2);
    expect(server.draft()?.name).toBe('A');
  });

  test('after another editor has saved: there is no revision to publish, and theirs is taken in', async () => {
    const { autosave, builder } = open();
    server.overtake({ note: 'Theirs' });
    expect(await autosave.findRevision()).toBe(2);
    expect(builder.getState().document.note).toBe('Theirs');
  });

  test('while a conflict is open: there is no revision to publish', async () => {
    const { autosave, write } = open();
    write({ name: 'Mine' });
    server.overtake({ name: 'Theirs' });
    expect(await autosave.findRevision()).toBeUndefined();
  });

  test('a published document is unchanged; the next change begins a new draft', async () => {
    const { autosave, builder, write, state } = open();
    write({ name: 'A' });
    await autosave.saveNow();
    server.discard();
    autosave.notePublished(builder.getState().document);
    expect(state()).toBe('unchanged');
    write({ name: 'B' });
    await pass(800);
    expect(server.draft()?.name).toBe('B');
  });
});
