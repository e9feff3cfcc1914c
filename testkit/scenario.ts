import { existsSync, readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Library, Template } from '../journey/delivery/template.ts';
import type { Journey } from '../journey/document/document.ts';
import { fillTemplates } from '../journey/document/fill-templates.ts';
import { Segment, type SegmentInput } from '../journey/segments/segment.ts';
import type { Instant } from '../journey/time/time.ts';
import { validate } from '../journey/validate/index.ts';
import { createEngineWorld } from './engine-world.ts';
import { comparable, playIn, type Scenario } from './play.ts';
import { replayAll } from './replay.ts';
import { ownName } from './server/own-name.ts';
import type { ServerWorld } from './server/server.ts';
import { playOnSharedServer } from './shared-server.ts';

const examples = new URL('../examples/', import.meta.url);

/**
 * Loads and validates an example's journey, with the templates of its `templates.json`.
 * @throws TypeError with the errors that publishing would report
 */
export function loadExample(id: string): Journey {
  const known = { segments: loadSegments(id).map((segment) => segment.id), templates: loadTemplates(id) };
  const validated = validate(JSON.parse(readFileSync(new URL(`${id}/journey.json`, examples), 'utf8')), known);
  if (validated.ok) return fillTemplates(validated.document, known.templates);
  throw new TypeError(
    validated.errors.map(({ path, message, fix }) => `${id}: ${path}: ${message}: ${fix}`).join('\n'),
  );
}

/** Reads the templates of an example from its `templates.json`, if there is one. */
function loadTemplates(id: string): Library {
  const file = new URL(`${id}/templates.json`, examples);
  if (!existsSync(file)) return [];
  const templates = z.array(Template).parse(JSON.parse(readFileSync(file, 'utf8')));
  return templates.flatMap((template) => [null, 1].map((asked) => ({ asked, version: 1, template })));
}

/** Reads the segments of an example from its `segments.json`, if there is one. */
function loadSegments(id: string): readonly Segment[] {
  const file = new URL(`${id}/segments.json`, examples);
  return existsSync(file) ? z.array(Segment).parse(JSON.parse(readFileSync(file, 'utf8'))) : [];
}

/**
 * Registers a scenario as three tests: in the engine under a virtual clock, on the real server with time skipping, and
 * as a replay of that server's history. All three must have the same trace, to the millisecond of virtual time.
 * @example
 * scenario('a purchase ends it', 'abandoned-cart', async (t) => {
 *   await t.track('Added to Cart', { cartId: 'c1' });
 *   await t.advance('1h');
 *   await t.track('Order Completed', { cartId: 'c1' });
 *   expect(t.exit()).toEqual({ reason: 'goal', goal: 'purchase' });
 * });
 */
export function scenario(
  title: string,
  journey: string | Journey | readonly [Journey, ...Journey[]],
  play: (t: Scenario) => Promise<void>,
  named: readonly SegmentInput[] = [],
  begins?: Instant,
): void {
  const document = typeof journey === 'string' ? loadExample(journey) : journey;
  const segments = typeof journey === 'string' ? loadSegments(journey) : named.map((each) => Segment.parse(each));
  describe(title, () => {
    const inEngine = once(() => playIn(createEngineWorld(), document, play, segments, begins));
    const onServer = once(() =>
      playOnSharedServer(async (server) => {
        const world = server.world(ownName('s'));
        opened = world;
        return { server, world, played: await playIn(world, document, play, segments, begins) };
      }),
    );
    let opened: ServerWorld | undefined;
    afterAll(() => opened?.end());

    test('in the engine', async () => {
      await inEngine();
    });

    test('on the real server, with the same trace', async () => {
      const { world, played } = await onServer();
      expect(comparable(played)).toEqual(comparable(await inEngine()));
      expect(await world.reconcile()).toEqual([]);
    });

    test('replayed from its history, with the same trace', async () => {
      const { server, world, played } = await onServer();
      const traces = await replayAll(server.system.client, await world.workflowIds());
      expect(traces).toEqual(played.passes.filter(({ isControl }) => !isControl).map(({ trace }) => trace));
    });
  });
}

/** Plays at the first call, so that the three tests pass alone and in any order. */
function once<T>(play: () => Promise<T>): () => Promise<T> {
  let played: Promise<T> | undefined;
  return () => {
    played ??= play();
    return played;
  };
}
