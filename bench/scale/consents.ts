import { PersonId } from '../../journey/base/ids.ts';
import { createUserLinks } from '../../store/access/user-links.ts';
import type { Hall } from './hall.ts';
import { WORKSPACE } from './seed.ts';
import type { Step } from './step.ts';

const allowed = { changes: [{ channel: 'sms', topic: 'news', state: 'yes' }] };
const address = (nr: number) => ({ addresses: [{ channel: 'email', address: `gone-${nr}@example.com` }] });
/** A CSV of twenty rows. */
const listOf = (header: string, row: (nr: number) => string): string =>
  [header, ...Array.from({ length: 20 }, (_, nr) => row(nr))].join('\n');
const path = (nr: number) => `/v1/users/user-${nr + 3}/consents`;

/** Steps of what users allow. */
export const CONSENTS: readonly Step[] = [
  { name: 'putConsents', kind: 'page', work: (hall, nr) => hall.call('PUT', path(nr), allowed) },
  { name: 'getConsents', kind: 'page', work: (hall, nr) => hall.call('GET', path(nr)) },
  { name: 'suppressAddresses', kind: 'page', work: (hall, nr) => hall.call('POST', '/v1/suppressions', address(nr)) },
  { name: 'listSuppressions', kind: 'page', work: (hall) => hall.call('GET', '/v1/suppressions') },
  {
    name: 'listSuppressions (of an address)',
    kind: 'page',
    work: (hall) => hall.call('GET', '/v1/suppressions?address=gone-0@example.com'),
  },
  {
    name: 'importSuppressions',
    kind: 'page',
    work: (hall, nr) =>
      hall.call(
        'POST',
        '/v1/suppressions/import',
        listOf('address', (row) => `in-${nr}-${row}@example.com`),
      ),
  },
  { name: 'exportSuppressions', kind: 'page', work: (hall) => hall.call('GET', '/v1/suppressions/export') },
  {
    name: 'importConsents',
    kind: 'page',
    work: (hall, nr) =>
      hall.call(
        'POST',
        '/v1/consents/import',
        listOf('userId,channel,state', (row) => `user-${nr * 20 + row},sms,yes`),
      ),
  },
  {
    name: 'importUsers',
    kind: 'page',
    work: (hall, nr) =>
      hall.call(
        'POST',
        '/v1/users/import',
        listOf('userId,plan', (row) => `user-${nr * 20 + row},p${nr}`),
      ),
  },
  {
    name: 'previewImport',
    kind: 'page',
    work: (hall) =>
      hall.call(
        'POST',
        '/v1/imports/preview?kind=users',
        listOf('userId,plan', (row) => `user-${row},pro`),
      ),
  },
  { name: 'liftSuppression', kind: 'page', work: liftNext },
  { name: 'changePreferences', kind: 'page', work: clickOnce },
];

async function liftNext(hall: Hall): Promise<unknown> {
  const { suppressions = [] }: { readonly suppressions?: unknown } = await hall.call('GET', '/v1/suppressions?limit=1');
  const [line] = suppressions as readonly { readonly id: string }[];
  return hall.call('DELETE', `/v1/suppressions/${line?.id}`);
}

async function clickOnce(hall: Hall, nr: number): Promise<unknown> {
  const token = await createUserLinks(hall.database.sql).sign({
    ...{ workspace: WORKSPACE, channel: 'email', topic: null },
    person: PersonId.parse(`p${String(nr + 50).padStart(9, '0')}`),
    key: `i${String(2 * (nr + 50)).padStart(10, '0')}.hello.1`,
  });
  return hall.call('POST', `/u/${token}`);
}
