import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Say } from './output.ts';

/**
 * Publishes each folder's `segments.json` and `journey.json` through the public API. Prints refused examples and goes
 * on with the next.
 */
export async function publishExamples(directory: string, origin: string, key: string, say: Say): Promise<void> {
  const put = async (what: 'journeys' | 'segments', document: string) => {
    const { id } = Named.parse(JSON.parse(document));
    const answer = await fetch(`${origin}/v1/${what}/${encodeURIComponent(id)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: document,
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) say(`The example ${id} was not published: ${answer.status} ${await answer.text()}`);
  };
  for (const folder of foldersOf(directory)) {
    const [segments, journey] = [path.join(folder, 'segments.json'), path.join(folder, 'journey.json')];
    for (const segment of existsSync(segments) ? z.array(Named).parse(JSON.parse(readFileSync(segments, 'utf8'))) : [])
      await put('segments', JSON.stringify(segment));
    if (existsSync(journey)) await put('journeys', readFileSync(journey, 'utf8'));
  }
}

const Named = z.looseObject({ id: z.string() });

const foldersOf = (directory: string): readonly string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .sort()
        .map((name) => path.join(directory, name))
    : [];
