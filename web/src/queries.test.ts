import { type FetchQueryOptions, QueryClient } from '@tanstack/react-query';
import { describe, expect, test } from 'vitest';
import { captureRequests } from '../../test/captured-requests';
import { api } from './client/client';
import { knownQuery } from './client/known-queries';
import { journeysQuery, sessionQuery, standingQuery } from './client/queries';
import { seenQuery } from './client/seen-queries';
import { choicesQuery, takenQuery } from './client/template-queries';
import { draftQuery } from './drafts/draft-queries';
import { caughtQuery, inboxQuery } from './inbox/inbox-queries';
import { instanceQuery, timelineQuery } from './instance/instance-queries';
import { peopleQuery, runningQuery } from './live/live-queries';
import { passesQuery } from './people/people-queries';
import { rehearsedQuery, segmentsQuery as rehearsedSegments } from './rehearse/rehearse-queries';
import { changesQuery, type Experiment, experimentsQuery } from './report/experiment-queries';
import { reportQuery } from './report/report-queries';
import { previewQuery, segmentQuery, segmentsQuery } from './segments/segments-queries';
import { channelsQuery, emailDnsQuery } from './settings/channels/channel-queries';
import * as settings from './settings/settings-queries';
import * as templates from './templates/templates-queries';
import { erasureQuery, userEventsQuery, userPassesQuery, userQuery, usersQuery } from './users/users-queries';
import { versionQuery } from './versions/publish-queries';
import { versionsQuery } from './versions/versions-queries';

const { requests, answer } = captureRequests(api);
const pages = new QueryClient({ defaultOptions: { queries: { retry: false } } });
const DOCUMENT = { id: 'cart', start: 'end', nodes: { end: { type: 'exit' } } };
const EXPERIMENT = { experiment: 'arms', revision: 3 } as Experiment;

/** An answer with every field that a query reads. */
const ANY = {
  ...{ journeys: [{ id: 'cart', version: 1, hasDraft: false }], segments: [], activities: [], templates: [] },
  ...{ instances: [], uses: ['cart'], versions: [4], document: DOCUMENT, next: null, state: 'done' },
};

interface Reading {
  readonly queryKey: readonly unknown[];
  readonly initialPageParam?: unknown;
}
interface Query {
  readonly name: string;
  /** The same query for other data. Null: the query has no parameters. */
  readonly of: Reading;
  readonly other: Reading | null;
  readonly asks: readonly string[];
}

const QUERIES: readonly Query[] = [
  { name: 'session', of: sessionQuery, other: null, asks: ['/v1/session'] },
  {
    name: 'known',
    of: knownQuery,
    other: null,
    asks: ['/v1/segments?limit=200', '/v1/journeys?limit=200', '/v1/activities'],
  },
  { name: 'seen', of: seenQuery, other: null, asks: ['/v1/catalogue'] },
  {
    ...{
      name: 'journeys',
      of: journeysQuery({ state: 'paused', sort: 'rate' }),
      other: journeysQuery({ state: 'paused' }),
    },
    asks: ['/v1/journeys?state=paused&sort=rate&limit=50'],
  },
  { name: 'standing', of: standingQuery('cart'), other: standingQuery('x'), asks: ['/v1/journeys?id=cart&limit=1'] },
  {
    name: 'template choices',
    of: choicesQuery('sms'),
    other: choicesQuery('email'),
    asks: ['/v1/templates?kind=message&channel=sms&limit=200'],
  },
  {
    name: 'draft',
    of: draftQuery('cart'),
    other: draftQuery('x'),
    asks: ['/v1/journeys?id=cart&limit=1', '/v1/journeys/cart'],
  },
  {
    name: 'rehearsed',
    of: rehearsedQuery('cart'),
    other: rehearsedQuery('x'),
    asks: ['/v1/journeys?id=cart&limit=1', '/v1/journeys/cart'],
  },
  { name: 'rehearsed segments', of: rehearsedSegments, other: null, asks: ['/v1/segments?limit=200'] },
  {
    ...{ name: 'inbox', of: inboxQuery({ channel: 'sms', recipient: '+31' }), other: inboxQuery({ recipient: '+31' }) },
    asks: ['/v1/inbox?channel=sms&recipient=+31&limit=50'],
  },
  { name: 'caught message', of: caughtQuery('i.hi.1'), other: caughtQuery('i.hi.2'), asks: ['/v1/inbox/i.hi.1'] },
  { name: 'instance', of: instanceQuery('i1'), other: instanceQuery('i2'), asks: ['/v1/instances/i1'] },
  {
    name: 'timeline',
    of: timelineQuery('i1'),
    other: timelineQuery('i2'),
    asks: ['/v1/instances/i1/timeline?limit=100'],
  },
  { name: 'running version', of: runningQuery('cart'), other: runningQuery('x'), asks: ['/v1/journeys/cart'] },
  {
    name: 'users at a node',
    of: peopleQuery('cart', 'hi'),
    other: peopleQuery('cart', 'by'),
    asks: ['/v1/instances?journey=cart&node=hi&limit=50'],
  },
  {
    ...{ name: 'instances', of: passesQuery('cart', { status: 'stuck' }), other: passesQuery('cart', {}) },
    asks: ['/v1/instances?journey=cart&status=stuck&limit=50'],
  },
  {
    name: 'experiments',
    of: experimentsQuery('cart'),
    other: experimentsQuery('x'),
    asks: ['/v1/journeys/cart/experiments'],
  },
  {
    ...{
      name: 'weights',
      of: changesQuery('cart', EXPERIMENT),
      other: changesQuery('cart', { ...EXPERIMENT, revision: 4 }),
    },
    asks: ['/v1/journeys/cart/experiments/arms/changes?limit=200'],
  },
  {
    ...{
      name: 'report',
      of: reportQuery('cart', { by: 'week', version: 2 }),
      other: reportQuery('cart', { by: 'week' }),
    },
    asks: ['/v1/journeys/cart/report?by=week&version=2'],
  },
  {
    name: 'report of given days',
    of: reportQuery('cart', { range: 'days', from: '2026-12-01', to: '2026-12-24' }),
    other: reportQuery('cart', { range: 'all', from: '2026-12-01' }),
    asks: ['/v1/journeys/cart/report?from=2026-12-01&to=2026-12-24'],
  },
  {
    name: 'segments',
    of: segmentsQuery({ cursor: 'b' }),
    other: segmentsQuery({}),
    asks: ['/v1/segments?cursor=b&limit=50'],
  },
  { name: 'segment', of: segmentQuery('vip'), other: segmentQuery('new'), asks: ['/v1/segments/vip'] },
  { name: 'channels', of: channelsQuery, other: null, asks: ['/v1/channels'] },
  { name: 'DNS', of: emailDnsQuery, other: null, asks: ['/v1/channels/email/dns'] },
  { name: 'settings', of: settings.settingsQuery, other: null, asks: ['/v1/settings'] },
  { name: 'keys', of: settings.keysQuery, other: null, asks: ['/v1/keys'] },
  { name: 'audit', of: settings.auditQuery, other: null, asks: ['/v1/audit?limit=50'] },
  {
    name: 'dead letters, without empty filters',
    ...{ of: settings.deadLettersQuery({ reason: '' }), other: settings.deadLettersQuery({ reason: 'x' }) },
    asks: ['/v1/dead-letters?limit=50'],
  },
  {
    ...{
      name: 'suppressions',
      of: settings.suppressionsQuery({ address: 'a@b.c' }),
      other: settings.suppressionsQuery({}),
    },
    asks: ['/v1/suppressions?limit=50&address=a@b.c'],
  },
  {
    ...{ name: 'templates', of: templates.templatesQuery({ kind: 'block' }), other: templates.templatesQuery({}) },
    asks: ['/v1/templates?kind=block&limit=50'],
  },
  {
    name: 'template',
    of: templates.templateQuery('hi', 2),
    other: templates.templateQuery('hi'),
    asks: ['/v1/templates/hi?version=2'],
  },
  {
    name: 'uses of a template',
    of: templates.usesQuery('hi'),
    other: templates.usesQuery('by'),
    asks: ['/v1/templates/hi/uses'],
  },
  {
    name: 'versions of a template',
    of: templates.versionsQuery('hi'),
    other: templates.versionsQuery('by'),
    asks: ['/v1/templates/hi/versions?limit=50'],
  },
  { name: 'users', of: usersQuery({ search: 'ana' }), other: usersQuery({}), asks: ['/v1/users?search=ana&limit=50'] },
  { name: 'user', of: userQuery('ana/1'), other: userQuery('bob'), asks: ['/v1/users/ana/1'] },
  {
    ...{ name: 'instances of a user', of: userPassesQuery('ana'), other: userPassesQuery('bob') },
    asks: ['/v1/instances?userId=ana&limit=50', '/v1/instances?userId=ana&limit=50&status=control'],
  },
  {
    name: 'events of a user',
    of: userEventsQuery('ana'),
    other: userEventsQuery('bob'),
    asks: ['/v1/users/ana/events?limit=50'],
  },
  { name: 'erasure', of: erasureQuery('e1'), other: erasureQuery('e2'), asks: ['/v1/erasures/e1'] },
  {
    name: 'version',
    of: versionQuery('cart', 2),
    other: versionQuery('cart', 3),
    asks: ['/v1/journeys/cart/versions/2'],
  },
  { name: 'no version', of: versionQuery('cart', null), other: null, asks: [] },
  {
    name: 'versions',
    of: versionsQuery('cart'),
    other: versionsQuery('x'),
    asks: ['/v1/journeys/cart/versions?limit=50'],
  },
];

describe('a query', () => {
  test.each(QUERIES)('$name asks for $asks', async ({ of, asks }) => {
    answer('GET ', ANY);
    const options = of as FetchQueryOptions;
    await ('initialPageParam' in of ? pages.fetchInfiniteQuery(of as never) : pages.fetchQuery(options));
    expect(requests.map(({ line }) => line)).toEqual(asks.map((path) => `GET ${path}`));
  });

  test('has a key that no other query has, and that differs for other data', () => {
    const keys = QUERIES.flatMap(({ of, other }) => [of, ...(other ? [other] : [])]).map(({ queryKey }) =>
      JSON.stringify(queryKey),
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('that posts its parameters sends them as the body', async () => {
    answer('POST ', ANY);
    const condition = { trait: 'plan', op: '=', value: 'pro' };
    await pages.fetchQuery(previewQuery(condition as never));
    await pages.fetchQuery(takenQuery({ templates: ['hi'], blocks: ['footer'] } as never));
    expect(requests).toMatchObject([
      { line: 'POST /v1/segments/preview', body: { condition } },
      { line: 'POST /v1/templates/take', body: { templates: ['hi'], blocks: ['footer'] } },
    ]);
  });
});
