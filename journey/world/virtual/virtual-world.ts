import type { VirtualWorld } from '../world.ts';
import { createEngine, type EngineOptions } from './engine.ts';
import { createEngineIngest } from './ingest.ts';
import { createEngineOperations } from './operations.ts';
import { createEngineReadings } from './readings.ts';
import { createEngineTime } from './time.ts';

/**
 * Creates a world in memory: the product's own engine under a virtual clock, in which weeks pass in milliseconds.
 * Instants and durations are in milliseconds. The testkit and the browser's rehearsals run on it.
 *
 * @example
 * const world = createVirtualWorld({ write });
 * await world.begin([journey], instant(Date.UTC(2026, 0, 1)));
 * await world.tell([{ user: 'ana', event: 'Added to Cart' }]);
 * await world.runUntil(instant(Date.UTC(2026, 0, 2)));
 * const [first] = await world.passes();
 */
export function createVirtualWorld(options: EngineOptions): VirtualWorld {
  const engine = createEngine(options);
  return {
    name: 'engine',
    ...createEngineIngest(engine),
    ...createEngineOperations(engine),
    ...createEngineTime(engine),
    ...createEngineReadings(engine),
    async end() {},
  };
}
