import type { NodeId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Journey } from '../../journey/document/document.ts';
import { typeOf } from '../../journey/nodes/index.ts';
import type { Sql } from '../../store/base/sql.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import { isJourney } from '../../store/read-model/journeys.ts';
import { type Live, newestVersion, readLive } from '../../store/read-model/live.ts';
import { changesSince } from '../live/changes.ts';
import { createFeed, type Feed } from '../live/feed.ts';
import { type LiveCounts, LiveSchema } from '../live/schema.ts';
import { isoOf, JourneyParams } from '../paging.ts';
import { type Answered, answer, type Route, refusal, route, streamRoute } from '../route.ts';
import type { InTurn } from '../turns.ts';

export interface LivePorts {
  readonly sql: Sql;
  readonly versions: Pick<Versions, 'get'>;
  readonly now: () => number;
  readonly inTurn: InTurn;
}

/** How many are where, now and from now on. */
export function liveRoutes(ports: LivePorts): { readonly routes: readonly Route[]; readonly feed: Feed } {
  const read = (workspace: WorkspaceId, journey: string) => ports.inTurn(() => liveCounts(ports, workspace, journey));
  const feed = createFeed(read);
  const common = { method: 'get', tag: 'Journeys', access: 'read', params: JourneyParams } as const;
  const routes = [
    route(
      {
        ...common,
        path: '/v1/journeys/:id/counts',
        name: 'getCounts',
        summary: 'Get live counts by node: waiting, held, stuck and passed',
        answer: LiveSchema,
        refusals: ['journey-not-found'],
      },
      async ({ params: { id }, caller: { workspace } }) => {
        const counts = await read(workspace, id);
        return counts ? answer(counts) : noJourney(id);
      },
    ),
    streamRoute(
      {
        ...common,
        path: '/v1/journeys/:id/counts/stream',
        name: 'streamCounts',
        summary: 'Stream live counts',
        description:
          'Server-sent events. `counts`: the schema LiveCounts, at first whole, then at most once a second with the nodes that have changed. `away`: they cannot be read just now. It ends after ten minutes, so that a key that has been revoked is noticed: connect again.',
        refusals: ['journey-not-found'],
      },
      async ({ params: { id }, caller: { workspace } }) => {
        if (!(await isJourney(ports.sql, workspace, id))) return noJourney(id);
        return answer({
          open: ({ send, end }) => {
            let told: LiveCounts | undefined;
            return feed.listen(workspace, id, {
              told(counts) {
                const changes = changesSince(told, counts);
                told = counts;
                if (changes) send('counts', changes);
              },
              away() {
                told = undefined; // then all of it again
                send('away', {});
              },
              ended: end,
            });
          },
        });
      },
    ),
  ];
  return { routes, feed };
}

async function liveCounts(
  { sql, versions, now }: LivePorts,
  workspace: WorkspaceId,
  journey: string,
): Promise<LiveCounts | undefined> {
  const version = await newestVersion(sql, workspace, journey);
  if (version === undefined) return undefined;
  const { document } = await versions.get(workspace, journey as Journey['id'], version);
  const sending = Object.entries(document.nodes).flatMap(([id, node]) => (sends(node) ? [id] : []));
  const live = await readLive(sql, workspace, journey, sending);
  if (!live) return undefined;
  const nodes = Object.entries(live.nodes).map(([id, node]) => [id, nodeOf(document, id, node)] as const);
  return { ...live, at: isoOf(now()), nodes: Object.fromEntries(nodes) };
}

/** Whoever waits for a date at a node that sends waits for quiet hours to end. */
function nodeOf(
  { nodes }: Journey,
  id: string,
  { here, held, heldOrDated, stuck, measures }: Live['nodes'][string],
): LiveCounts['nodes'][string] {
  const node = Object.entries(nodes).find(([each]) => each === id)?.[1];
  return { here, held: node !== undefined && sends(node) ? heldOrDated : held, stuck, measures };
}

const sends = (node: Journey['nodes'][NodeId]): boolean => typeOf(node).family === 'channel';

const noJourney = (id: string): Answered<never> =>
  refusal('journey-not-found', `there is no journey "${id}" that runs`, 'list them with GET /v1/journeys');
