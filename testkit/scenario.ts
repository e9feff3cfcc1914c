import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Journey } from '../journey/document.ts';
import { validate } from '../journey/validate/index.ts';
import { createEngineWorld } from './engine-world.ts';
import { comparable, type Played, playIn, type Scenario } from './play.ts';
import { replayed } from './replay.ts';
import type { Server, ServerWorld } from './server-world.ts';
import { sharedServer } from './shared-server.ts';

const examples = new URL('../examples/', import.meta.url);

/** @throws what publishing would say of it. */
export function loadExample(id: string): Journey {
  const validated = validate(JSON.parse(readFileSync(new URL(`${id}/journey.json`, examples), 'utf8')));
  if (validated.ok) return validated.document;
  throw new TypeError(
    validated.errors.map(({ path, message, fix }) => `${id}: ${path}: ${message}: ${fix}`).join('\n'),
  );
}

/**
 * Registers one scenario as three tests: the engine under a virtual clock; the real server with native time skipping, in lock-step with the
 * virtual workspace's clock; the replay of that history. All three give the same trace, to the millisecond of virtual time.
 */
export function scenario(
  title: string,
  journey: string | Journey | readonly [Journey, ...Journey[]],
  play: (t: Scenario) => Promise<void>,
): void {
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
      if (!inEngine) return expect.unreachable('the engine comes first');
      world = server.world(nextWorkspace());
      const onServer = await playIn(world, document, play);
      expect(comparable(onServer)).toEqual(comparable(inEngine));
      expect(await world.reconcile()).toEqual([]);
    });

    test('replayed from its history, with the same trace', async () => {
      if (!inEngine || !world) return expect.unreachable('the engine and the server come first');
      const traces = await replayed(server.system.client, await world.workflowIds());
      expect(traces).toEqual(inEngine.passes.filter(({ isControl }) => !isControl).map(({ trace }) => trace));
    });
  });
}

let workspaces = 0;
function nextWorkspace(): string {
  workspaces += 1;
  return `s${process.pid}x${workspaces}`;
}
