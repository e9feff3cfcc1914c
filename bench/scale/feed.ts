import { JourneyId, PersonId } from '../../journey/base/ids.ts';
import { createFeed, findFeedStates } from '../../store/messages/feed.ts';
import type { Hall } from './hall.ts';
import { WORKSPACE } from './seed.ts';
import type { Step } from './step.ts';

/** Steps of the in-app feed, as a user's app and the adapter take them. */
export const FEED: readonly Step[] = [
  {
    name: 'createUserToken',
    kind: 'page',
    work: (hall, nr) => hall.call('POST', `/v1/users/user-${nr + 3}/token`, {}),
  },
  { name: 'listFeed', kind: 'page', work: (hall, nr) => callAs(hall, nr, 'GET', '/v1/feed?limit=5') },
  { name: 'listFeed (archived)', kind: 'page', work: (hall, nr) => callAs(hall, nr, 'GET', '/v1/feed?archived=true') },
  { name: 'changeFeedItem', kind: 'page', work: changeNext },
  { name: 'readWholeFeed', kind: 'page', work: (hall, nr) => callAs(hall, nr, 'POST', '/v1/feed/read-all', NEWEST) },
  { name: 'post to a feed', kind: 'page', work: postNext },
  { name: 'look which feeds have changed', kind: 'page', work: lookForChanges },
];

const NEWEST = { upto: Number.MAX_SAFE_INTEGER };

async function callAs(hall: Hall, nr: number, method: string, path: string, body?: unknown) {
  const { token } = await hall.call('POST', `/v1/users/user-${nr + 3}/token`, {});
  return hall.call(method, path, body, { token });
}

async function changeNext(hall: Hall, nr: number): Promise<unknown> {
  const { items = [] }: { readonly items?: unknown } = await callAs(hall, nr, 'GET', '/v1/feed?limit=1');
  const [item] = items as readonly { readonly id: string }[];
  return callAs(hall, nr, 'POST', `/v1/feed/${item?.id}/click`);
}

function postNext({ database }: Hall, nr: number): Promise<unknown> {
  return createFeed(database).post({
    ...{
      workspace: WORKSPACE,
      journey: JourneyId.parse('small-1'),
      userId: `user-${nr + 3}`,
      content: { title: 'Hello' },
    },
    key: `posted-${nr}.hello.1`,
  });
}

/** Looks for as many readers as are connected to one process. */
function lookForChanges({ database }: Hall): Promise<unknown> {
  return findFeedStates(
    database.sql,
    Array.from({ length: 100 }, (_, nr) => ({
      workspace: WORKSPACE,
      person: PersonId.parse(`p${String(nr + 1).padStart(9, '0')}`),
    })),
  );
}
