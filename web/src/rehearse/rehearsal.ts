import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { WorkspacePolicies } from '../../../journey/delivery/policies';
import type { Library } from '../../../journey/delivery/template';
import { type DraftNode, THEN, waysOf } from '../../../journey/document/draft';
import { zoneOf } from '../../../journey/people/profile';
import type { Segment } from '../../../journey/segments/segment';
import type { Instant } from '../../../journey/time/time';
import type { Act, Line, Moment } from '../../../journey/world/rehearsal/rehearsal';
import { createAsk } from '../background/ask';
import type { compileMjmlIn } from '../client/compile-mjml';
import { type DraftDocument, ENTRY, textOf } from '../document/document';
import type { Row } from '../samples/rows';
import { SAMPLES, type Who } from '../samples/who';
import type { Asking, Played, RehearseTasks } from './rehearse.worker';

/** Time limit of a task in milliseconds, since a template that never ends would block the worker. */
const LIMIT_MS = 5_000;
const ask = createAsk<RehearseTasks>(
  () => new Worker(new URL('./rehearse.worker.ts', import.meta.url), { type: 'module' }),
  LIMIT_MS,
);

export type Success = Extract<Played, { ok: true }>;

export interface RehearsalState {
  readonly who: Who;
  readonly begins: Instant;
  readonly acts: readonly Act[];
  /** The shown moment: 0 is before all actions. */
  readonly shown: number;
  readonly played: Played | undefined;
  /** The reason why the rehearsal has no result. */
  readonly failed: unknown;
  /** Typed properties of the entry; undefined if the user hasn't entered. */
  readonly entering: readonly Row[] | undefined;
  /** The course that was set aside by an action in the past, or by another beginning. */
  readonly aside: Course | undefined;
}

/** Without a server, a rehearsal shows the MJML source. */
const NOT_COMPILED = { html: {} };

/** Input of a rehearsal. */
type Course = Pick<RehearsalState, 'who' | 'begins' | 'acts'>;

/** The parts of a workspace that a rehearsal uses. */
export interface RehearsedIn {
  readonly segments: readonly Segment[];
  readonly policies: Partial<WorkspacePolicies>;
  /** Workspace templates that the draft names. */
  readonly library: Library;
  /** Compiles MJML on the server. */
  readonly compile: typeof compileMjmlIn;
}

/**
 * Creates the state of a rehearsal: the actions on one user and their results. Keeps every moment. An action in the
 * past sets aside what came after it.
 */
export function createRehearsal(
  draft: DraftDocument,
  { segments, policies, library, compile }: RehearsedIn,
  now: Instant,
) {
  const store = createStore<RehearsalState>(() => ({
    who: SAMPLES[0] as Who,
    begins: now,
    acts: [],
    shown: 0,
    played: undefined,
    failed: undefined,
    entering: undefined,
    aside: undefined,
  }));

  const templates = library.map(({ template }) => template);
  const buildAsking = (): Asking => {
    const { who, begins, acts } = course();
    return { draft, library, segments, policies, begins, user: who.user, traits: who.traits, acts };
  };

  function course(): Course {
    const { who, begins, acts } = store.getState();
    return { who, begins, acts };
  }

  async function play(change: Partial<RehearsalState>) {
    const { who, begins, acts, shown, aside } = store.getState();
    store.setState(change);
    const of = store.getState().acts;
    const settle = (to: Partial<RehearsalState>) => {
      if (store.getState().acts === of) store.setState(to); // else it has been overtaken
    };
    try {
      const asking = buildAsking();
      const { html: compiled } = await compile([...Object.values(draft.nodes), ...templates]).catch(() => NOT_COMPILED);
      settle({ played: await ask('play', { ...asking, compiled }), failed: undefined, shown: of.length });
    } catch (error) {
      settle({ who, begins, acts, shown, aside, failed: error }); // as if it had not been done
    }
  }

  return {
    store,
    begin(change: Partial<Omit<Course, 'acts'>> = {}) {
      const { acts, aside } = store.getState();
      return play({ ...change, acts: [], shown: 0, aside: acts.length > 0 ? course() : aside });
    },
    act(act: Act) {
      const { acts, shown, aside } = store.getState();
      return play({ acts: [...acts.slice(0, shown), act], aside: shown < acts.length ? course() : aside });
    },
    show(shown: number) {
      const { acts } = store.getState();
      store.setState({ shown: Math.max(0, Math.min(acts.length, shown)) });
    },
    takeBack() {
      const { aside } = store.getState();
      return aside && play({ ...aside, aside: course() });
    },
    enterWith: (entering: readonly Row[]) => store.setState({ entering }),
    asTest: () => ask('asTest', { ...buildAsking(), acts: store.getState().acts.slice(0, store.getState().shown) }),
  };
}

export type RehearsalStore = ReturnType<typeof createRehearsal>;
export const RehearsalContext = createContext<RehearsalStore | undefined>(undefined);

export function useRehearsalStore(): RehearsalStore {
  const rehearsal = useContext(RehearsalContext);
  if (!rehearsal) throw new Error('outside a rehearsal');
  return rehearsal;
}

export const useRehearsal = <Slice>(select: (state: RehearsalState) => Slice): Slice =>
  useStore(useRehearsalStore().store, select);

/** A moment of what has been played. */
export type Looked = Pick<RehearsalState, 'played' | 'shown'>;

/** Returns the result; undefined until it has been played, or if it can't be. */
export const successOf = ({ played }: Pick<Looked, 'played'>): Success | undefined => (played?.ok ? played : undefined);

export const momentOf = (state: Looked): Moment | undefined => successOf(state)?.moments[state.shown];

/** Returns the time zone that applies at the shown moment. */
export const zoneShown = (state: RehearsalState, draft: DraftDocument): string =>
  zoneOf(momentOf(state)?.profile ?? state.who.traits, textOf(draft.timeZone) || undefined);

/** Returns the decisions up to the shown moment. */
export const linesShown = (state: Looked): readonly Line[] =>
  successOf(state)?.lines.slice(0, momentOf(state)?.lines ?? 0) ?? [];

/** Returns the decisions after the shown moment. */
export const linesAhead = (state: Looked): readonly Line[] =>
  successOf(state)?.lines.slice(momentOf(state)?.lines ?? 0) ?? [];

export type Mark =
  | { readonly type: 'passed' | 'ended'; readonly at: Instant }
  | { readonly type: 'here'; readonly wakesAt: Instant | null }
  | { readonly type: 'ahead'; readonly at: Instant };

/** Marks where the last instance has been, is and would go: by node, including the entry, and by link (`node/port`). */
export function marksOf(state: Looked, nodes: Readonly<Record<string, DraftNode>>): ReadonlyMap<string, Mark> {
  const moment = momentOf(state);
  if (!moment) return new Map();
  const now = moment.passes.at(-1);
  const pass = Math.max(0, moment.passes.length - 1);
  const marks = new Map<string, Mark>();
  for (const { node, at, pass: of } of linesAhead(state))
    if (node !== null && of === pass && !marks.has(node)) marks.set(node, { type: 'ahead', at }); // the arrival
  if (!now) return marks;
  const past = linesShown(state).filter((line) => line.pass === pass);
  for (const line of past) markLine(marks, line, nodes);
  marks.set(ENTRY, { type: 'passed', at: now.enteredAt });
  if (past[0]) marks.set(`${ENTRY}/${THEN}`, { type: 'passed', at: past[0].at });
  if (now.at && !now.exit) marks.set(now.at, { type: 'here', wakesAt: now.wakesAt });
  return marks;
}

function markLine(
  marks: Map<string, Mark>,
  { node, move, port, at }: Line,
  nodes: Readonly<Record<string, DraftNode>>,
) {
  if (node === null || (move !== 'leave' && move !== 'exit')) return;
  const type = move === 'leave' ? 'passed' : 'ended';
  marks.set(node, { type, at });
  const draft = nodes[node];
  if (move !== 'leave' || !draft) return;
  const way = waysOf(draft).ways.find((each) => each.port === port || each.takes.includes(port ?? ''));
  if (way) marks.set(`${node}/${way.port}`, { type: 'passed', at });
}
