import '../../test/app-origin';
import { describe, expect, test } from 'vitest';
import { searchIn, stepIn } from './builder/view';
import { searchText } from './client/search-text';
import { inboxIn } from './inbox/inbox-queries';
import { peopleIn } from './people/people-queries';
import { reportIn } from './report/report-queries';
import { segmentsIn } from './segments/segments-queries';
import { tabIn as settingsTab } from './settings/settings-queries';
import { templatesIn } from './templates/templates-queries';
import { usersIn, tabIn as userTab } from './users/users-queries';

/** Reads the search parameters of an address, which anyone can type. */
type Read = (search: Record<string, unknown>) => object;

describe('a page reads from its address', () => {
  test.each<{ readonly page: string; readonly read: Read; readonly given: object; readonly taken: object }>([
    { page: 'inbox', read: inboxIn, given: { channel: 'sms', recipient: '+31', cursor: 'c', key: 'k' }, taken: {} },
    {
      page: 'users of a journey',
      read: peopleIn,
      given: { status: 'stuck', userId: 'a', node: 'n', cursor: 'c' },
      taken: {},
    },
    {
      page: 'users of a journey',
      read: peopleIn,
      given: { status: 'dead', userId: 5 },
      taken: { status: undefined, userId: '5' },
    },
    {
      page: 'report',
      read: reportIn,
      given: { by: 'week', range: 'days', from: '2026-12-01', to: '2026-12-24', version: 2 },
      taken: {},
    },
    { page: 'report', read: reportIn, given: { range: 7 }, taken: { range: '7' } },
    {
      ...{ page: 'report', read: reportIn, given: { by: 'year', range: '5', from: '1.12.', to: 5, version: -1 } },
      taken: { by: undefined, range: undefined, from: undefined, to: undefined, version: undefined },
    },
    {
      page: 'report',
      read: reportIn,
      given: { from: '2026-12-01T00:00', version: 1.5 },
      taken: { from: undefined, version: undefined },
    },
    { page: 'segments', read: segmentsIn, given: { cursor: 'c' }, taken: {} },
    { page: 'settings', read: settingsTab, given: { tab: 'keys' }, taken: {} },
    { page: 'settings', read: settingsTab, given: { tab: 'events' }, taken: { tab: undefined } },
    { page: 'templates', read: templatesIn, given: { cursor: 'c', search: 's', kind: 'block' }, taken: {} },
    { page: 'templates', read: templatesIn, given: { kind: 'message' }, taken: {} },
    { page: 'templates', read: templatesIn, given: { kind: 'other' }, taken: { kind: undefined } },
    { page: 'users', read: usersIn, given: { search: 'ana', cursor: 'c' }, taken: {} },
    { page: 'user', read: userTab, given: { tab: 'events' }, taken: {} },
    { page: 'user', read: userTab, given: { tab: 'keys' }, taken: { tab: undefined } },
    { page: 'builder', read: searchIn, given: { view: 'json', node: 'hi', dialog: 'publish' }, taken: {} },
    {
      page: 'builder',
      read: searchIn,
      given: { view: 'map', node: 5, dialog: 'other' },
      taken: { view: undefined, node: undefined, dialog: undefined },
    },
  ])('$page: $given', ({ read, given, taken }) => {
    const found = read({ ...given, unknown: 'x' });
    expect(found).toMatchObject({ ...given, ...taken });
    expect(found).not.toHaveProperty('unknown');
  });

  test('no text longer than 400 characters', () => {
    expect(searchText('x'.repeat(401))).toHaveLength(400);
    expect(searchIn({ node: 'x'.repeat(64) }).node).toHaveLength(63);
  });

  test('an unknown step as the path step', () => {
    expect([stepIn('settings'), stepIn('goal'), stepIn('nowhere')]).toEqual(['settings', 'goal', 'path']);
  });
});
