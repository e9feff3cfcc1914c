import { createContext, useContext } from 'react';
import { temporal } from 'zundo';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type DraftDocument, type Point, withPositions } from '../document/document';
import type { Problem } from '../document/problems';

/**
 * State of the builder: the document and the place in it. Undo covers the document alone, not the view or the
 * selection.
 */
export interface BuilderState {
  readonly document: DraftDocument;
  /** The last change in words, shown as the label of undo. */
  readonly act: string;
  readonly problems: readonly Problem[];
  /** Positions on the canvas; empty until it has been laid out. */
  readonly points: Readonly<Record<string, Point>>;
  /** Node ids, or the entry. */
  readonly selected: readonly string[];
  /** The way that the open picker adds a node to. */
  readonly adding: { readonly node: string; readonly port: string } | undefined;
  /** Announced to screen readers. */
  readonly said: string;
  /** `said` is also visible: something unexpected happened, or something works differently from now on. */
  readonly isShown: boolean;
  /** `grouped`: changes of one kind in a row, such as typing, are one step of undo. */
  change(act: string, to: (document: DraftDocument) => DraftDocument, options?: { readonly grouped?: boolean }): void;
  select(ids: readonly string[]): void;
  ask(adding: BuilderState['adding']): void;
  say(said: string, isShown?: boolean): void;
  setProblems(problems: readonly Problem[]): void;
  setPoints(points: BuilderState['points']): void;
  /**
   * Replaces the document without a step of undo. `onto` changes each earlier and later document, so that undo never
   * reverts another user's change.
   */
  take(document: DraftDocument, onto?: (document: DraftDocument) => DraftDocument): void;
}

const STEPS = 200;
const GROUPED_MS = 500;

export function createBuilder(document: DraftDocument, selected: readonly string[] = []) {
  let grouping: { readonly act: string; readonly at: number; readonly made: DraftDocument } | undefined;
  const store = createStore<BuilderState>()(
    temporal(
      (set) => ({
        document,
        act: '',
        problems: [],
        points: {},
        selected,
        adding: undefined,
        said: '',
        isShown: false,
        change(act, to, { grouped = false } = {}) {
          const now = performance.now();
          const before = store.getState().document;
          const isNext = grouping?.act === act && grouping.made === before && now - grouping.at < GROUPED_MS;
          const made = to(before);
          grouping = grouped ? { act, at: now, made } : undefined;
          const { pause, resume } = store.temporal.getState();
          if (grouped && isNext) pause();
          set({ document: made, act, isShown: false });
          resume();
        },
        select: (ids) => set((state) => (state.selected.join() === ids.join() ? state : { selected: ids })),
        ask: (adding) => set({ adding }),
        say: (said, isShown = false) => set({ said, isShown }),
        setProblems: (problems) => set({ problems }),
        setPoints: (points) => set({ points }),
        take(taken, onto) {
          const { pause, resume } = store.temporal.getState();
          pause();
          set({ document: taken });
          resume();
          if (onto) rebase(onto);
        },
      }),
      {
        limit: STEPS,
        partialize: ({ document: written, act }) => ({ document: written, act }),
        equality: (before, after) => before.document === after.document,
      },
    ),
  );
  function rebase(onto: (of: DraftDocument) => DraftDocument): void {
    const moveAll = (states: readonly Partial<Step>[]) =>
      states.map((each) => (each.document ? { ...each, document: onto(each.document) } : each));
    store.temporal.setState(({ pastStates, futureStates }) => ({
      pastStates: moveAll(pastStates),
      futureStates: moveAll(futureStates),
    }));
  }
  return store;
}

/** The state that undo restores. */
type Step = Pick<BuilderState, 'document' | 'act'>;

export type Builder = ReturnType<typeof createBuilder>;

export const BuilderContext = createContext<Builder | undefined>(undefined);

export function useBuilderStore(): Builder {
  const builder = useContext(BuilderContext);
  if (!builder) throw new Error('outside a builder');
  return builder;
}

export const useBuilder = <Slice>(select: (state: BuilderState) => Slice): Slice => useStore(useBuilderStore(), select);

/** Moves nodes to new positions. The others keep their current places as positions of their own. */
export const moveNodes = (
  document: DraftDocument,
  points: BuilderState['points'],
  to: BuilderState['points'],
): DraftDocument => withPositions(document, { ...points, ...to });
