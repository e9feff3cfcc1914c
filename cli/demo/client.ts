import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import type { Settings } from '../../worker/config/settings.ts';
import { originOf } from '../../worker/origin.ts';

/** Client of the public API, which calls it as any service would. */
export interface Client {
  readonly origin: string;
  call<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT',
    route: string,
    answer: Schema,
    body?: object,
  ): Promise<z.output<Schema>>;
}

/** An error whose message is shown as it is, with the fix. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

/**
 * Creates a client of the system that `npm start` runs, with the key from its data directory. `SOJOURN_URL` and
 * `SOJOURN_KEY` point it elsewhere.
 */
export function createClient(
  { api, dataDir }: Pick<Settings, 'api' | 'dataDir'>,
  env: Readonly<Record<string, string | undefined>>,
): Client {
  const origin = env.SOJOURN_URL ?? originOf(api.host, api.port);
  const key = env.SOJOURN_KEY ?? readKey(path.join(dataDir, 'dev-key'));
  return {
    origin,
    async call(method, route, answer, body) {
      const response = await fetch(`${origin}${route}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      }).catch((cause: unknown) => {
        throw new DemoError(`Sojourn doesn't answer at ${origin}. Start it in another terminal: npm start`, { cause });
      });
      const text = await response.text();
      if (!response.ok) throw new DemoError(`${method} ${route} answered ${response.status}: ${text}`);
      return answer.parse(JSON.parse(text));
    },
  };
}

function readKey(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new DemoError(
      `Can't read an API key from ${file}. Start Sojourn in another terminal: npm start. Or set SOJOURN_KEY and SOJOURN_URL.`,
      { cause },
    );
  }
}
