import { describe, expect, test } from 'vitest';
import { captureRequests } from '../../test/captured-requests';
import { api } from './client/client';
import { changeJourneys, signIn, signOut } from './client/queries';
import { saveDraft } from './drafts/draft-queries';
import { previewQuery } from './imports/import-queries';
import { report } from './inbox/inbox-queries';
import { commandInstance } from './instance/instance-queries';
import { declareWinner, type Experiment, withdrawWinner } from './report/experiment-queries';
import { downloadCsv } from './report/report-queries';
import { deleteSegment, putSegment } from './segments/segments-queries';
import { putChannel } from './settings/channels/channel-queries';
import * as settings from './settings/settings-queries';
import * as templates from './templates/templates-queries';
import { eraseUser } from './users/users-queries';
import { checkDocument, publishDocument } from './versions/publish-queries';

const { requests, answer } = captureRequests(api);
const DOCUMENT = { id: 'cart', start: 'end', nodes: { end: { type: 'exit' } } };
const EXPERIMENT = { experiment: 'arms', revision: 3 } as Experiment;

interface Action {
  readonly name: string;
  readonly act: () => Promise<unknown>;
  readonly line: string;
  readonly body?: unknown;
  /** The expected version or revision. The API refuses the change if it has changed since. */
  readonly ifMatch?: string;
}

const BULK = { action: 'pause', journeys: ['cart'] } as never;
const PROVIDERS = [{ name: 'twilio', isEnabled: true, weight: 1 }];
const CHANNELS = { version: 7, settings: { email: { providers: [] } } } as never;
const CSV = new File(['address\na@b.c\n'], 'list.csv');
const NDJSON = new File(['{"address":"a@b.c"}\n'], 'list.ndjson');

const ACTIONS: readonly Action[] = [
  { name: 'bulk', act: () => changeJourneys(BULK, false), line: 'POST /v1/journeys/bulk?dryRun=false', body: BULK },
  {
    name: 'planned bulk',
    act: () => changeJourneys(BULK, true),
    line: 'POST /v1/journeys/bulk?dryRun=true',
    body: BULK,
  },
  { name: 'sign in', act: () => signIn({ code: 'c' }), line: 'POST /v1/session', body: { code: 'c' } },
  { name: 'sign out', act: () => signOut(), line: 'DELETE /v1/session' },
  {
    name: 'save a draft',
    act: () => saveDraft('cart', DOCUMENT as never, 5),
    line: 'PUT /v1/journeys/cart/draft',
    body: DOCUMENT,
    ifMatch: '"5"',
  },
  {
    name: 'report a view',
    act: () => report('i.hi.1', 'viewed', { url: 'u' }),
    line: 'POST /v1/messages/i.hi.1/events',
    body: { type: 'viewed', url: 'u' },
  },
  {
    name: 'command',
    act: () => commandInstance('i1', { name: 'retry' } as never),
    line: 'POST /v1/instances/i1/commands',
    body: { name: 'retry' },
  },
  {
    name: 'declare a winner',
    act: () => declareWinner('cart', EXPERIMENT, 'b'),
    line: 'POST /v1/journeys/cart/experiments/arms/winner',
    body: { arm: 'b' },
    ifMatch: '"3"',
  },
  {
    name: 'withdraw a winner',
    act: () => withdrawWinner('cart', EXPERIMENT),
    line: 'DELETE /v1/journeys/cart/experiments/arms/winner',
    ifMatch: '"3"',
  },
  {
    name: 'save a segment',
    act: () => putSegment('vip', { id: 'vip' }, 2),
    line: 'PUT /v1/segments/vip',
    body: { id: 'vip' },
    ifMatch: '"2"',
  },
  { name: 'delete a segment', act: () => deleteSegment('vip'), line: 'DELETE /v1/segments/vip' },
  {
    name: 'save a template',
    act: () => templates.putTemplate({ id: 'hi' } as never, 1),
    line: 'PUT /v1/templates/hi',
    body: { id: 'hi' },
    ifMatch: '"1"',
  },
  { name: 'delete a template', act: () => templates.deleteTemplate('hi'), line: 'DELETE /v1/templates/hi' },
  {
    ...{ name: 'set one channel’s providers', act: () => putChannel(CHANNELS, 'sms', PROVIDERS as never) },
    ...{ line: 'PUT /v1/channels', body: { email: { providers: [] }, sms: { providers: PROVIDERS } }, ifMatch: '"7"' },
  },
  {
    name: 'save settings',
    act: () => settings.putSettings({ topics: [] } as never),
    line: 'PUT /v1/settings',
    body: { topics: [] },
  },
  {
    name: 'create a key',
    act: () => settings.createKey({ name: 'k', scopes: [] }),
    line: 'POST /v1/keys',
    body: { name: 'k', scopes: [] },
  },
  { name: 'revoke a key', act: () => settings.revokeKey('k1'), line: 'DELETE /v1/keys/k1' },
  {
    name: 'replay dead letters',
    act: () => settings.replayDeadLetters({ reason: '', ids: [1] }),
    line: 'POST /v1/dead-letters/replay',
    body: { ids: [1] },
  },
  {
    ...{ name: 'suppress', act: () => settings.suppressAddress({ channel: 'email', address: 'a@b.c' }) },
    ...{ line: 'POST /v1/suppressions', body: { addresses: [{ channel: 'email', address: 'a@b.c' }] } },
  },
  { name: 'lift a suppression', act: () => settings.liftSuppression('12'), line: 'DELETE /v1/suppressions/12' },
  { name: 'erase a user', act: () => eraseUser('ana'), line: 'DELETE /v1/users/ana' },
  {
    name: 'validate',
    act: () => checkDocument('cart', DOCUMENT as never),
    line: 'POST /v1/journeys/cart/validate',
    body: DOCUMENT,
  },
  {
    name: 'publish',
    act: () => publishDocument('cart', DOCUMENT as never, 2, 8),
    line: 'PUT /v1/journeys/cart?draft=8',
    body: DOCUMENT,
    ifMatch: '"2"',
  },
  {
    name: 'publish the first version',
    act: () => publishDocument('cart', DOCUMENT as never, null),
    line: 'PUT /v1/journeys/cart',
    body: DOCUMENT,
  },
];

describe('an action', () => {
  test.each(ACTIONS)('$name sends $line', async ({ act, line, body, ifMatch = null }) => {
    answer('', {});
    await act();
    expect(requests).toMatchObject([{ line, body, ifMatch }]);
  });

  test.each([
    { file: CSV, contentType: 'text/csv' },
    { file: NDJSON, contentType: 'application/x-ndjson' },
  ])('previews $file.name unchanged', async ({ file, contentType }) => {
    answer('POST /v1/imports/preview?kind=suppressions&encoding=utf-8', {});
    await previewQuery('suppressions', file, { encoding: 'utf-8' }).queryFn?.({} as never);
    expect(requests).toMatchObject([{ body: await file.text(), contentType }]);
  });

  test('downloads a report as a CSV file', async () => {
    answer('GET /v1/journeys/cart/report?range', {});
    answer('GET /v1/journeys/cart/report?by=day&format=csv', 'day,entered');
    const file = await downloadCsv('cart', { by: 'day' });
    expect({ type: file.type, text: await file.text() }).toEqual({ type: 'text/csv', text: '"day,entered"' });
  });
});
