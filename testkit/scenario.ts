import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Journey } from '../journey/document.ts';
import { createEngineWorld } from './engine-world.ts';
import { type Played, playIn, type Scenario } from './play.ts';
import { replayed } from './replay.ts';
import type { Server, ServerWorld } from './server-world.ts';
import { sharedServer } from './shared-server.ts';

const examples = new URL('../examples/', import.meta.url);

export const loadExample = (id: string): Journey =>
  Journey.parse(JSON.parse(readFileSync(new URL(`${id}/journey.json`, examples), 'utf8')));

/**
 * Registers one scenario as three tests: the engine under a virtual clock; the real server with native time skipping, in lock-step with the
 * virtual workspace's clock; the replay of that history. All three give the same trace, to the millisecond of virtual time.
 */
export function scenario(title: string, journey: string | Journey, play: (t: Scenario) => Promise<void>): void {
  const document = typeof journey === 'string' ? loadExample(journey) : journey;
  describe(title, () => {
    let server: Server;
    let inEngine: Played | undefined;
    let world: ServerWorld | undefined;

    beforeAll(async () => {
      server = await sharedServer();
    });
    afterAll(() => world?.end());

    test('in the engine', async () => {
      inEngine = await playIn(createEngineWorld(), document, play);
    });

    test('on the real server, with the same trace', async () => {
      expect(inEngine, 'the engine comes first').toBeDefined();
      world = server.world(nextWorkspace());
      const onServer = await playIn(world, document, play);
      expect(comparable(onServer)).toEqual(comparable(inEngine));
      expect(await world.reconcile()).toEqual([]);
    });

    test('replayed from its history, with the same trace', async () => {
      if (!inEngine || !world) return expect.unreachable('the engine and the server come first');
      const traces = await replayed(server.system.client, await world.workflowIds());
      expect(traces).toEqual(inEngine.passes.map(({ trace }) => trace));
    });
  });
}

let workspaces = 0;
function nextWorkspace(): string {
  workspaces += 1;
  return `s${process.pid}x${workspaces}`;
}

/** What must be the same, wherever it was played; what happens at one instant to several passes has no order among them. */
const comparable = (played: Played | undefined) => ({
  ...played,
  delivered: played?.delivered.toSorted((a, b) => a.pass - b.pass || a.visit - b.visit),
});
