import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { z } from 'zod';
import type { Settings } from '../../worker/config/settings.ts';
import { originOf } from '../../worker/origin.ts';

/** The public API, as any service would call it. */
export interface Client {
  readonly origin: string;
  call<Schema extends z.ZodType>(
    method: 'GET' | 'POST' | 'PUT',
    route: string,
    answer: Schema,
    body?: object,
  ): Promise<z.output<Schema>>;
}

/** What is wrong, and what to do: shown as it is. */
export class DemoError extends Error {
  override readonly name = 'DemoError';
}

/** Of the system that `npm start` has running: its key lies in its data folder. `SOJOURN_URL` and `SOJOURN_KEY` point elsewhere. */
export function createClient(
  { api, dataDir }: Pick<Settings, 'api' | 'dataDir'>,
  env: Readonly<Record<string, string | undefined>>,
): Client {
  const origin = env.SOJOURN_URL ?? originOf(api.host, api.port);
  const key = env.SOJOURN_KEY ?? keyIn(path.join(dataDir, 'dev-key'));
  return {
    origin,
    async call(method, route, answer, body) {
      const response = await fetch(`${origin}${route}`, {
        method,
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(10_000),
      }).catch((cause: unknown) => {
        throw new DemoError(`Nobody answers at ${origin}. Start it first, in another terminal: npm start`, { cause });
      });
      const text = await response.text();
      if (!response.ok) throw new DemoError(`${method} ${route} answered ${response.status}: ${text}`);
      return answer.parse(JSON.parse(text));
    },
  };
}

function keyIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (cause) {
    throw new DemoError(
      `There is no key in ${file}. Start it first, in another terminal: npm start (or set SOJOURN_KEY and SOJOURN_URL)`,
      { cause },
    );
  }
}
