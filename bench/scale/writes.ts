import { resolveLookUps } from '../../store/catalogs/look-ups.ts';
import { LARGE, seededJourney, seededSegments } from './documents.ts';
import type { Hall } from './hall.ts';
import type { Kind } from './measure.ts';
import { WORKSPACE } from './seed.ts';
import type { Step } from './step.ts';

const send = (
  name: string,
  method: string,
  path: string | ((nr: number) => string),
  body: (nr: number) => unknown = () => undefined,
  {
    kind = 'page',
    times,
    expected,
  }: { readonly kind?: Kind; readonly times?: number; readonly expected?: number } = {},
): Step => ({
  ...{ name, kind },
  ...(times !== undefined && { times }),
  work: (hall: Hall, nr: number) =>
    hall.call(method, typeof path === 'string' ? path : path(nr), body(nr), { expected }),
});

const user = (nr: number) => `user-${100 + nr}`;
const stamp = Date.now();
const track = (event: string) => (nr: number) => ({
  ...{ userId: user(nr), event, messageId: `${event}-${stamp}-${nr}` },
  properties: { cart: `c-${stamp}-${nr}` },
});
/** A message of the seed that has been sent. */
const sentKey = (nr: number) => `i${String(2 * (nr + 50)).padStart(10, '0')}.hello.1`;
const large = `/v1/journeys/${LARGE}`;
const experiment = `${large}/experiments/arms-${LARGE}`;
const [paying, recent] = seededSegments();
const documentNaming = (nr: number) => ({
  ...seededJourney('templated', { goals: [] }),
  start: 'greet',
  nodes: {
    greet: { type: 'message', channel: 'email', template: { id: 'greeting' }, then: 'end' },
    end: { type: 'exit' },
  },
  description: `version ${nr + 2}`,
});
/** A list of 500 rows. */
const numberedLines = (header: string, call: number): string =>
  [header, ...Array.from({ length: 500 }, (_, nr) => `${call}-${nr},x`)].join('\n');
const block = { kind: 'block', id: 'footer', name: 'Footer' };
const once = { times: 1 };

/** Steps for every route that writes, ordered so that each finds the rows it needs. */
export const WRITES: readonly Step[] = [
  send('track', 'POST', '/v1/track', track(`Enter ${LARGE}`)),
  send('track (by a new user)', 'POST', '/v1/track', (nr) => ({ ...track('Page Viewed')(nr), userId: `new-${nr}` })),
  send('track (once more)', 'POST', '/v1/track', track(`Enter ${LARGE}`)),
  send('identify', 'POST', '/v1/identify', (nr) => ({ userId: user(nr), traits: { plan: nr % 2 ? 'pro' : 'free' } })),
  send('page', 'POST', '/v1/page', (nr) => ({ userId: user(nr), name: 'Home' })),
  send('screen', 'POST', '/v1/screen', (nr) => ({ userId: user(nr), name: 'Home' })),
  send('group', 'POST', '/v1/group', (nr) => ({ userId: user(nr), groupId: 'g' })),
  send('alias', 'POST', '/v1/alias', (nr) => ({ userId: `aliased-${nr}`, previousId: `previous-${nr}` })),
  send(
    'batch',
    'POST',
    '/v1/batch',
    (call) => ({
      batch: Array.from({ length: 100 }, (_, nr) => ({
        ...{ type: 'track', userId: user(nr), event: 'Page Viewed', messageId: `b-${stamp}-${call}-${nr}` },
      })),
    }),
    { kind: 'batch' },
  ),
  send(
    'reportMessage',
    'POST',
    (nr) => `/v1/messages/${sentKey(nr)}/events`,
    () => ({
      type: 'clicked',
    }),
  ),
  send('takeCallback', 'POST', '/v1/callbacks/email/any', (nr) => [
    { status: 'viewed', providerId: `none-${stamp}-${nr}`, dedupe: `a-${stamp}-${nr}`, raw: {} },
    { status: 'viewed', providerId: `p-${sentKey(nr)}`, dedupe: `b-${stamp}-${nr}`, raw: {} },
    { status: 'failed', key: sentKey(nr + 1), dedupe: `c-${stamp}-${nr}`, raw: {} },
  ]),
  { name: 'apply callbacks', kind: 'page', work: (hall: Hall) => hall.applyCallbacks() },
  { name: 'claim messages to ask about', kind: 'page', work: (hall: Hall) => hall.claimToAsk() },
  send('testMessage', 'POST', '/v1/messages/test', () => ({
    inline: { type: 'message', channel: 'sms', content: { text: 'Hi {{ profile.firstName | default: "you" }}' } },
    to: ['+31612345678'],
  })),
  send('enterJourney', 'POST', '/v1/journeys/by-api/enter', (nr) => ({ userId: user(nr) })),
  send(
    'commandInstance',
    'POST',
    (nr) => `/v1/instances/i${String(10 * (nr + 60)).padStart(10, '0')}/commands`,
    () => ({ command: 'skip' }),
  ),
  send('validateJourney', 'POST', `${large}/validate`, () => seededJourney(LARGE)),
  send('publishJourney', 'PUT', large, (nr) => seededJourney(LARGE, { description: `version ${nr + 3}` }), {
    kind: 'batch',
  }),
  send('publishJourney (entered by date)', 'PUT', '/v1/journeys/by-date', (nr) => ({
    ...seededJourney('by-date', { goals: [] }),
    entry: { type: 'date', trait: 'renewsAt', reentry: { policy: 'always' } },
    description: `version ${nr + 2}`,
  })),
  send('saveDraft', 'PUT', '/v1/journeys/drafted/draft', (nr) => ({ id: 'drafted', name: `Draft ${nr}` })),
  send('getDraft', 'GET', '/v1/journeys/drafted/draft'),
  send('deleteDraft', 'DELETE', '/v1/journeys/drafted/draft', undefined, once),
  send('editExperiment', 'PATCH', experiment, () => ({ mode: 'manual', weights: { one: 60, other: 40 } }), {
    kind: 'live',
  }),
  send('declareWinner', 'POST', `${experiment}/winner`, () => ({ arm: 'one' }), { kind: 'live', times: 1 }),
  send('withdrawWinner', 'DELETE', `${experiment}/winner`, undefined, { kind: 'live', times: 1 }),
  send('beginBroadcast', 'POST', '/v1/journeys/by-schedule/broadcasts', undefined, { kind: 'live', times: 1 }),
  send(
    'uploadList',
    'POST',
    '/v1/journeys/by-list/lists',
    (call) => ['userId,gift', ...Array.from({ length: 500 }, (_, nr) => `list-${call}-${nr},g`)].join('\n'),
    { kind: 'batch' },
  ),
  send('cancelList', 'POST', '/v1/journeys/by-list/lists/list-3/cancel', undefined, { kind: 'live', times: 1 }),
  send('putSegment', 'PUT', '/v1/segments/extra', () => ({ ...recent, id: 'extra' })),
  send('previewSegment', 'POST', '/v1/segments/preview', () => ({ condition: paying?.condition }), { kind: 'whole' }),
  send('putTemplate (a block)', 'PUT', '/v1/templates/footer', (nr) => ({ ...block, content: `Bye ${nr}` })),
  send('putTemplate', 'PUT', '/v1/templates/greeting', (nr) => ({
    ...{ kind: 'message', id: 'greeting', name: 'Greeting', channel: 'email' },
    content: { subject: `Hello ${nr}`, text: '{% render "footer" %}' },
  })),
  send('takeTemplates', 'POST', '/v1/templates/take', () => ({ templates: [{ id: 'greeting' }] })),
  send('publishJourney (with a template)', 'PUT', '/v1/journeys/templated', (nr) => documentNaming(nr)),
  send('publishJourney (with a template, again)', 'PUT', '/v1/journeys/templated', () => documentNaming(0)),
  send('putCatalog', 'PUT', '/v1/catalogs/products', () => ({ name: 'Products' })),
  send('importCatalogItems', 'POST', '/v1/catalogs/products/items', (call) => numberedLines('key,name', call), {
    kind: 'batch',
  }),
  send('getCatalogItem', 'GET', '/v1/catalogs/products/items/0-7'),
  send('deleteCatalogItem', 'DELETE', '/v1/catalogs/products/items/0-8', undefined, once),
  send('listCatalogs', 'GET', '/v1/catalogs'),
  send('putCouponList', 'PUT', '/v1/coupons/summer', () => ({ name: 'Summer' })),
  send('importCoupons', 'POST', '/v1/coupons/summer/codes', (call) => numberedLines('code,note', call), {
    kind: 'batch',
  }),
  {
    ...{ name: 'look up an item, and draw a coupon', kind: 'page' },
    work: (hall: Hall, nr) =>
      resolveLookUps(hall.database.sql, { workspace: WORKSPACE, key: `m${nr}` }, [
        { type: 'catalog', catalog: 'products', key: `0-${nr}` },
        { type: 'coupon', list: 'summer' },
      ]),
  },
  send('listCouponLists', 'GET', '/v1/coupons'),
  send('deleteCouponList', 'DELETE', '/v1/coupons/summer', undefined, once),
  send('deleteCatalog', 'DELETE', '/v1/catalogs/products', undefined, once),
  send('listTemplates', 'GET', '/v1/templates'),
  send('listTemplates (by search)', 'GET', '/v1/templates?search=greet&kind=message&channel=email'),
  send('getTemplate', 'GET', '/v1/templates/greeting'),
  send('listTemplateVersions', 'GET', '/v1/templates/greeting/versions'),
  send('listTemplateUses', 'GET', '/v1/templates/footer/uses'),
  send('putSettings', 'PUT', '/v1/settings', () => ({ timeZone: 'Europe/Amsterdam' })),
  send('putChannels', 'PUT', '/v1/channels', () => ({
    sms: { providers: [{ name: 'sandbox', isEnabled: true, weight: 1, perSecond: 50 }] },
  })),
  send('createKey', 'POST', '/v1/keys', (nr) => ({ name: `key ${nr}`, scopes: ['read'] })),
  {
    ...{ name: 'signIn', kind: 'page', times: 1 },
    work: (hall: Hall) => hall.call('POST', '/v1/session', { key: hall.key, name: 'Ada' }),
  },
  send('makeSignInCode', 'POST', '/v1/sign-in-codes'),
  send('eraseUser', 'DELETE', (nr) => `/v1/users/user-${2_000 + nr}`, undefined, { kind: 'batch' }),
];

/** Steps that change the state of journeys, after the worker's steps. */
export const STATES: readonly Step[] = [
  send('pauseJourney', 'POST', `${large}/pause`, () => ({}), once),
  send('getCounts (of a paused journey)', 'GET', `${large}/counts`, undefined, { kind: 'live' }),
  send('listInstances (paused, of a journey)', 'GET', `/v1/instances?journey=${LARGE}&status=paused`),
  send('resumeJourney', 'POST', `${large}/resume`, () => ({}), { kind: 'batch', times: 1 }),
  send('stopJourney', 'POST', '/v1/journeys/small-1/stop', () => ({ mode: 'now' }), once),
  { name: 'pick up what is due: a stop', kind: 'batch', times: 1, work: (hall: Hall) => hall.pickDue() },
  send('startJourney', 'POST', '/v1/journeys/small-2/start', () => ({}), once),
  send('archiveJourney', 'POST', '/v1/journeys/by-journey/stop', () => ({ mode: 'now' }), once),
  send(
    'changeJourneys',
    'POST',
    '/v1/journeys/bulk?dryRun=true',
    () => ({
      ...{ ids: [LARGE, 'small-3'], action: 'pause' },
    }),
    { kind: 'live' },
  ),
  send('deleteSegment', 'DELETE', '/v1/segments/extra', undefined, once),
  send('putTemplate (unused)', 'PUT', '/v1/templates/unused', () => ({ ...block, id: 'unused', content: 'Bye' }), once),
  send('deleteTemplate', 'DELETE', '/v1/templates/unused', undefined, once),
];
