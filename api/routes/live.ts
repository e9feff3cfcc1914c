import type { JourneyId, NodeId, WorkspaceId } from '../../journey/base/ids.ts';
import type { Journey } from '../../journey/document/document.ts';
import { typeOf } from '../../journey/nodes/index.ts';
import type { Sql } from '../../store/base/sql.ts';
import type { Versions } from '../../store/journeys/versions.ts';
import { isJourney } from '../../store/read-model/journeys.ts';
import { type Live, newestVersion, readLive } from '../../store/read-model/live.ts';
import { changesSince } from '../live/changes.ts';
import { type LiveCounts, LiveSchema } from '../live/schema.ts';
import { createLiveWatch, type LiveWatch } from '../live/watch.ts';
import { isoOf, JourneyParams } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route, streamRoute } from '../route.ts';
import type { InTurn } from '../turns.ts';

export interface LivePorts {
  readonly sql: Sql;
  readonly versions: Pick<Versions, 'get'>;
  readonly now: () => number;
  readonly inTurn: InTurn;
}

/** Routes for live counts: once, or as a stream. */
export function liveRoutes(ports: LivePorts): { readonly routes: readonly Route[]; readonly watch: LiveWatch } {
  const read = (workspace: WorkspaceId, journey: JourneyId) =>
    ports.inTurn(() => readLiveCounts(ports, workspace, journey));
  const watch = createLiveWatch(read);
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
          'Server-sent events. `counts`: the schema LiveCounts, first with all nodes, then at most once a second with the changed ones. `away`: the counts can’t be read at the moment. The stream ends after ten minutes, which checks the key again: reconnect.',
        refusals: ['journey-not-found'],
      },
      async ({ params: { id }, caller: { workspace } }) => {
        if (!(await isJourney(ports.sql, workspace, id))) return noJourney(id);
        return answer({
          open: ({ send, end }) => {
            let lastSent: LiveCounts | undefined;
            return watch.listen(workspace, id, {
              onCounts(counts) {
                const changes = changesSince(lastSent, counts);
                lastSent = counts;
                if (changes) send('counts', changes);
              },
              onAway() {
                lastSent = undefined; // the next update then has all nodes
                send('away', {});
              },
              onEnd: end,
            });
          },
        });
      },
    ),
  ];
  return { routes, watch };
}

async function readLiveCounts(
  { sql, versions, now }: LivePorts,
  workspace: WorkspaceId,
  journey: JourneyId,
): Promise<LiveCounts | undefined> {
  const version = await newestVersion(sql, workspace, journey);
  if (version === undefined) return undefined;
  const { document } = await versions.get(workspace, journey as Journey['id'], version);
  const sending = Object.entries(document.nodes).flatMap(([id, node]) => (isSending(node) ? [id] : []));
  const live = await readLive(sql, workspace, journey, sending);
  if (!live) return undefined;
  const nodes = Object.entries(live.nodes).map(([id, node]) => [id, nodeOf(document, id, node)] as const);
  return { ...live, at: isoOf(now()), nodes: Object.fromEntries(nodes) };
}

/** Counts a node. An instance that waits for a date at a sending node is held by quiet hours. */
function nodeOf(
  { nodes }: Journey,
  id: string,
  { here, held, heldOrDated, stuck, measures }: Live['nodes'][string],
): LiveCounts['nodes'][string] {
  const node = Object.entries(nodes).find(([each]) => each === id)?.[1];
  return { here, held: node !== undefined && isSending(node) ? heldOrDated : held, stuck, measures };
}

const isSending = (node: Journey['nodes'][NodeId]): boolean => typeOf(node).family === 'channel';

const noJourney = (id: string): RouteResult<never> =>
  refusal('journey-not-found', `there is no published journey "${id}"`, 'list them with GET /v1/journeys');
