import { keyInHeader, readBasic } from '../../auth.ts';
import type { Dialect } from '../../events/dialect.ts';

/** Customer.io's clients send `site ID:API key` by Basic authentication, and read errors in `meta`. */
export const CUSTOMERIO: Dialect = {
  findKey({ headers: { authorization } }) {
    const password = readBasic(authorization)?.password;
    return password === undefined || password === '' ? keyInHeader(authorization) : password;
  },
  lists: [],
  ids: ['anonymous_id', 'id'],
  describeProblem: ({ detail }) => ({ meta: { error: detail, errors: [detail] } }),
};
