import { LARGE } from './documents.ts';
import type { Hall } from './hall.ts';
import type { Kind } from './measure.ts';
import type { Step } from './step.ts';

const get = (name: string, path: string | ((nr: number) => string), kind: Kind = 'page'): Step => ({
  name,
  kind,
  work: (hall: Hall, nr: number) => hall.call('GET', typeof path === 'string' ? path : path(nr)),
});

const instanceOf = (nr: number): string => `i${String(2 * (nr + 11)).padStart(10, '0')}`;
const ago = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();
const large = `/v1/journeys/${LARGE}`;

/** Steps for every route that reads. A name in brackets distinguishes uses of one operation. */
export const READS: readonly Step[] = [
  get('getCounts', `${large}/counts`, 'live'),
  get('getJourney', large, 'live'),
  get('listJourneys', '/v1/journeys', 'live'),
  get('listJourneys (by figure)', '/v1/journeys?sort=inside', 'live'),
  get('listVersions', `${large}/versions`),
  get('getVersion', `${large}/versions/1`),
  get('listRefusals', `${large}/refusals`),
  get('listRefusals (next page)', `${large}/refusals?cursor=5000`),
  get('listExperiments', `${large}/experiments`, 'live'),
  get('listExperimentChanges', `${large}/experiments/arms-${LARGE}/changes`),
  get('getGoals', `${large}/goals`, 'report'),
  get('getReport', `${large}/report`, 'report'),
  get('getReport (one version)', `${large}/report?version=2`, 'report'),
  get('getReport (a week)', `${large}/report?from=${ago(20.1)}&to=${ago(13.2)}`, 'range'),
  get('getReport (all but an hour)', `${large}/report?from=${ago(29.96)}`, 'range'),
  get('listQualifying', '/v1/journeys/by-inaction/qualifying'),
  get('listBroadcasts', '/v1/journeys/by-list/broadcasts'),
  get('listRejectedRows', '/v1/journeys/by-list/lists/list-1/rejected'),
  get('listActivities', '/v1/activities'),
  get('listInstances', '/v1/instances'),
  get('listInstances (next page)', `/v1/instances?cursor=${instanceOf(20_000)}`),
  get('listInstances (of a journey)', `/v1/instances?journey=${LARGE}`),
  get('listInstances (of a small journey)', '/v1/instances?journey=small-7'),
  get('listInstances (at a node)', `/v1/instances?journey=${LARGE}&node=slot`),
  get('listInstances (live, of a version)', `/v1/instances?journey=${LARGE}&version=1&status=live`),
  get('listInstances (by reason)', `/v1/instances?journey=${LARGE}&reason=goal`),
  get('listInstances (by a reason of nobody)', `/v1/instances?journey=${LARGE}&reason=nobody`),
  get('listInstances (stuck)', '/v1/instances?status=stuck'),
  get('listInstances (stuck, of a journey)', `/v1/instances?journey=${LARGE}&status=stuck`),
  get('listInstances (paused)', '/v1/instances?status=paused'),
  get('listInstances (starting)', '/v1/instances?status=starting'),
  get('listInstances (control)', '/v1/instances?status=control'),
  get('listInstances (of a user)', (nr) => `/v1/instances?userId=user-${nr + 3}`),
  get('getInstance', (nr) => `/v1/instances/${instanceOf(nr)}`),
  get('getTimeline', (nr) => `/v1/instances/${instanceOf(nr)}/timeline`),
  get('getCommand', (nr) => `/v1/commands/c${nr + 1}`),
  get('listDeadLetters', '/v1/dead-letters'),
  get('listUsers', '/v1/users'),
  get('listUsers (that begin so)', (nr) => `/v1/users?search=user-1${nr}`),
  get('getUser', (nr) => `/v1/users/user-${nr + 3}`),
  get('getUser (by anonymous id)', (nr) => `/v1/users/anonymous-${nr + 3}`),
  get('listUserEvents', (nr) => `/v1/users/user-${nr + 3}/events`),
  get('getCatalogue', '/v1/catalogue', 'catalogue'),
  get('getErasure', '/v1/erasures/e7'),
  get('listSegments', '/v1/segments', 'report'),
  get('getSegment', '/v1/segments/paying', 'report'),
  get('getSession', '/v1/session'),
  get('listKeys', '/v1/keys'),
  get('getSettings', '/v1/settings'),
  get('getSmsBudget', '/v1/sms-budget'),
  get('getEmailDns', '/v1/channels/email/dns', 'report'),
  get('getChannels', '/v1/channels'),
  get('listAudit', '/v1/audit'),
  get('listAudit (next page)', '/v1/audit?cursor=400'),
  get('listInbox', '/v1/inbox'),
  get('listInbox (of a recipient)', '/v1/inbox?recipient=user-5@example.com'),
  get('getCaughtMessage', '/v1/inbox/i0000000007.hello.1'),
  get('livez', '/livez'),
  get('healthz', '/healthz'),
  get('readyz', '/readyz'),
  get('metrics', '/metrics', 'live'),
];
