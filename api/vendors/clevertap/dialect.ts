import type { IncomingHttpHeaders } from 'node:http';
import type { Dialect } from '../../events/dialect.ts';

/** CleverTap's clients put the key into a header, and read `status` and `error` in every answer. */
export const CLEVERTAP: Dialect = {
  findKey: ({ headers }) => readHeader(headers, 'x-clevertap-passcode'),
  lists: ['d'],
  ids: ['identity', 'objectId', 'FBID', 'GPID', 'guid'],
  describeProblem: ({ status, detail }) => ({ status: 'fail', error: detail, code: status }),
};

function readHeader(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}
