import type { VirtualWorld } from '../world.ts';
import { createEngine, type EngineOptions } from './engine.ts';
import { createEngineIngest } from './ingest.ts';
import { createEngineOperations } from './operations.ts';
import { createEngineReadings } from './readings.ts';
import { createEngineTime } from './time.ts';

/**
 * Creates a world in memory: the product's own engine under a virtual clock, so that weeks pass in milliseconds.
 * Instants and lengths are in milliseconds. The testkit and the browser's rehearsals run on it.
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
