import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { Say } from './output.ts';

/** Publishes every folder's `journey.json` by the public API. One that is refused is said, and stops nothing. */
export async function publishExamples(directory: string, origin: string, key: string, say: Say): Promise<void> {
  for (const file of journeyFiles(directory)) {
    const document = readFileSync(file, 'utf8');
    const { id } = z.looseObject({ id: z.string() }).parse(JSON.parse(document));
    const answer = await fetch(`${origin}/v1/journeys/${encodeURIComponent(id)}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: document,
      signal: AbortSignal.timeout(30_000),
    });
    if (!answer.ok) say(`The example ${id} was not published: ${answer.status} ${await answer.text()}`);
  }
}

const journeyFiles = (directory: string): readonly string[] =>
  existsSync(directory)
    ? readdirSync(directory)
        .sort()
        .map((name) => path.join(directory, name, 'journey.json'))
        .filter((file) => existsSync(file))
    : [];
