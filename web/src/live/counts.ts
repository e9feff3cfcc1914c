import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type DraftNode, THEN, waysOf } from '../../../journey/document/draft';
import { type DraftDocument, ENTRY } from '../document/document';
import type { LiveCounts } from './stream';

/**
 * Counts by name: `node#here`, `node#held`, `node#stuck`, `node#passed`, `node/port`; of the whole journey `#entered`,
 * `#inside`, `#there`. Each number is subscribed separately, so that a change redraws only that number.
 */
type Counts = Readonly<Record<string, number>>;

const LEFT = 'left:';

export function createCounts({ nodes: drawn }: DraftDocument) {
  const store = createStore<Counts>(() => ({}));
  return {
    store,
    /** The whole, or what of it has changed. */
    take({ nodes, entered, inside }: LiveCounts): void {
      const changed = Object.entries(nodes).flatMap(([id, node]) => countsOf(id, drawn[id], node));
      store.setState((before) => {
        const now: Counts = { ...before, ...Object.fromEntries(changed) };
        const there = Object.entries(now).reduce((sum, [key, n]) => (key.endsWith('#here') ? sum + n : sum), 0);
        const whole = { '#entered': entered, '#inside': inside, '#there': there };
        return { ...now, ...whole, [`${ENTRY}#passed`]: entered, [`${ENTRY}/${THEN}`]: entered };
      });
    },
  };
}

type CountStore = ReturnType<typeof createCounts>;
export const CountsContext = createContext<CountStore | undefined>(undefined);

export function useCount(key: string): number {
  const counts = useContext(CountsContext);
  if (!counts) throw new Error('outside a live page');
  return useStore(counts.store, (state) => state[key] ?? 0);
}

type Pair = readonly [key: string, n: number];

function countsOf(
  id: string,
  node: DraftNode | undefined,
  { here, held, stuck, measures }: LiveCounts['nodes'][string],
): readonly Pair[] {
  const left = Object.entries(measures).filter(([measure]) => measure.startsWith(LEFT));
  const ports = left.map(([measure, n]) => [measure.slice(LEFT.length), n] as const);
  const passed = ports.reduce((sum, [, n]) => sum + n, 0);
  return [
    [`${id}#here`, here],
    [`${id}#held`, held],
    [`${id}#stuck`, stuck],
    [`${id}#passed`, passed],
    ...byWay(id, node, ports),
  ];
}

/** Adds up what left by the ports that share one way. */
function byWay(id: string, node: DraftNode | undefined, ports: readonly Pair[]): readonly Pair[] {
  if (!node) return [];
  return waysOf(node).ways.map(({ port, takes }) => {
    const taken = ports.filter(([name]) => takes.includes(name) || name === port);
    return [`${id}/${port}`, taken.reduce((sum, [, n]) => sum + n, 0)] as const;
  });
}
