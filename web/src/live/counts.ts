import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { type DraftNode, THEN, waysOf } from '../../../journey/draft';
import { ENTRY } from '../builder/model/document';
import type { components } from '../client/schema';

type Running = components['schemas']['JourneyView'];

/** How many: `node#here`, `node#passed`, `node/port`. Each number is read by itself, so that one that changes draws nothing but itself. */
type Counts = Readonly<Record<string, number>>;

const LEFT = 'left:';

export function createCounts() {
  const store = createStore<Counts>(() => ({}));
  return { store, take: (running: Running) => store.setState(countsOf(running)) };
}

type CountStore = ReturnType<typeof createCounts>;
export const CountsContext = createContext<CountStore | undefined>(undefined);

export function useCount(key: string): number {
  const counts = useContext(CountsContext);
  if (!counts) throw new Error('outside a live page');
  return useStore(counts.store, (state) => state[key] ?? 0);
}

function countsOf({ nodes, counts, document }: Running): Counts {
  const drawn = document.nodes as Readonly<Record<string, DraftNode>>;
  const own = Object.entries(nodes).flatMap(([id, { inside, measures }]) => {
    const left = Object.entries(measures).filter(([measure]) => measure.startsWith(LEFT));
    const ports = left.map(([measure, n]) => [measure.slice(LEFT.length), n] as const);
    const passed = ports.reduce((sum, [, n]) => sum + n, 0);
    return [[`${id}#here`, inside] as const, [`${id}#passed`, passed] as const, ...byWay(id, drawn[id], ports)];
  });
  return {
    ...Object.fromEntries(own),
    [`${ENTRY}#passed`]: counts.entered,
    [`${ENTRY}/${THEN}`]: counts.entered,
  };
}

/** What left by ports that share one way stands together on it. */
function byWay(id: string, node: DraftNode | undefined, ports: readonly (readonly [string, number])[]) {
  if (!node) return [];
  return waysOf(node).ways.map(({ port, takes }) => {
    const taken = ports.filter(([name]) => takes.includes(name) || name === port);
    return [`${id}/${port}`, taken.reduce((sum, [, n]) => sum + n, 0)] as const;
  });
}
