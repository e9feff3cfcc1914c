import createClient from 'openapi-fetch';
import type { components, paths } from './schema';
import { Trouble } from './trouble';

export type JourneySummary = components['schemas']['JourneySummary'];
export type BulkAction = components['schemas']['BulkAction'];
export type BulkResult = components['schemas']['BulkResults']['results'][number];
export type JourneyState = JourneySummary['state'];

/** The Sojourn API, called as the signed-in user. Pages of other sites can't send the header. */
export const api = createClient<paths>({ baseUrl: location.origin, headers: { 'X-Sojourn': '1' } });

interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/** The value of an answer. @throws Trouble */
export async function unwrap<Data>(
  asked: Promise<Answer<Data>>,
  away: { message: string; fix: string },
): Promise<Data> {
  const { data, error, response } = await asked.catch(() => {
    throw new Trouble({ ...away, status: 0, code: 'away' });
  });
  if (data !== undefined && error === undefined) return data;
  throw toTrouble(error, response.status, away);
}

/** Makes an error of an answer that isn't fine. */
export const toTrouble = (error: unknown, status: number, away: { message: string; fix: string }): Trouble =>
  new Trouble({ ...away, ...problemOf(error), status });

/** Reads RFC 9457 as our API writes it. A proxy in front of it may answer in other ways. */
function problemOf(error: unknown): { message?: string; fix?: string; code: string; requestId?: string } {
  if (typeof error !== 'object' || error === null) return { code: 'unknown' };
  const text = (name: string): string | undefined => {
    const value = (error as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [message, fix, requestId] = [text('message'), text('fix'), text('instance')];
  return {
    code: text('code') ?? 'unknown',
    ...(message !== undefined && { message }),
    ...(fix !== undefined && { fix }),
    ...(requestId !== undefined && { requestId }),
  };
}
