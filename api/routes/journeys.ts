import { z } from 'zod';
import { text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';
import type { Journey } from '../../journey/document/document.ts';
import { JourneyState } from '../../journey/lifecycle/state.ts';
import { typeOf } from '../../journey/nodes/index.ts';
import type { Sql } from '../../store/base/sql.ts';
import { readDocument, VersionMissing, type Versions } from '../../store/journeys/versions.ts';
import { JOURNEY_CURSOR } from '../../store/read-model/journey-cursor.ts';
import {
  countNodes,
  findJourney,
  isJourney,
  JOURNEY_SORTS,
  listJourneys,
  listRefusals,
  listVersions,
  type NodeCounts,
} from '../../store/read-model/journeys.ts';
import { isoOf, JourneyParams, Limit, Next, NumberCursor, nextOf, Text, Time } from '../paging.ts';
import { answer, type Route, type RouteResult, refusal, route } from '../route.ts';

export interface JourneyPorts {
  readonly sql: Sql;
  readonly versions: Pick<Versions, 'get'>;
}

const Counts = z
  .object({
    qualifying: z.int().describe('Users who may still qualify, not counted elsewhere: see listQualifying'),
    qualified: z.int().describe('refused + control + queued + entered'),
    refused: z.int(),
    control: z.int().describe('In the control group, which receives nothing'),
    queued: z.int().describe('Waiting to enter by a broadcast: see listBroadcasts'),
    entered: z.int().describe('inside + all exits'),
    inside: z.int(),
    exits: z.record(z.string(), z.int()).describe('Reason → instances'),
    goals: z.record(z.string(), z.int()).describe('Goal → entered instances that met it: see getGoals'),
  })
  .meta({ id: 'JourneyCounts' });

const Summary = z
  .object({
    id: z.string().describe('The Journey ID'),
    name: z.string(),
    state: JourneyState,
    version: z.int().nullable().describe('Running version; null for a draft'),
    labels: z.array(z.string()),
    owner: z.string().nullable().describe('Person responsible for the journey'),
    entry: z.string().nullable().describe('Sentence that says who enters; null for a draft or if unreadable'),
    isUnreadable: z
      .boolean()
      .describe("True if the running version's entry can't be read: changed by hand, or written by another release"),
    counts: Counts,
    lastPublishedAt: Time.nullable(),
    hasDraft: z.boolean().describe('True if there is a draft of the next version: see getDraft'),
    lastEntryAt: Time.nullable().describe('Time of the latest entry'),
  })
  .meta({ id: 'JourneySummary' });

const NodeView = z
  .object({
    sentence: z.string().describe('Sentence that says what the node does'),
    inside: z.int().describe('Instances at the node now, in all versions'),
    measures: z.record(z.string(), z.int()).describe('`arrived`, `left:<port>`, `exited`, `message:<outcome>`'),
  })
  .meta({ id: 'NodeView' });

/** A stored document, with defaults filled in. */
const StoredDocument = z.record(z.string(), z.unknown()).describe('The document: see the schema Journey');

const View = z
  .object({ ...Summary.shape, document: StoredDocument, nodes: z.record(z.string(), NodeView) })
  .meta({ id: 'JourneyView' });

const List = z.object({ journeys: z.array(Summary), next: Next }).meta({ id: 'JourneyPage' });
const Filter = z.strictObject({
  id: Text(63).optional().describe('Journey IDs that begin with this'),
  name: Text(200).optional().describe('Names that contain this, ignoring case'),
  search: Text(200).optional().describe('Names or Journey IDs that contain this'),
  state: JourneyState.optional(),
  label: Text(60).optional(),
  owner: Text(100).optional().describe('Owner, ignoring case'),
  sort: z
    .enum(JOURNEY_SORTS)
    .default('id')
    .describe(
      '`id`, `name`: ascending. `entered`, `inside`, `rate` (of the most-met goal), `last` (entry): descending.',
    ),
  limit: Limit,
  cursor: text(MOST.cursor)
    .regex(JOURNEY_CURSOR, "is not a page's next")
    .optional()
    .describe('`next` of the previous page, in the same order'),
});

const VersionPage = z
  .object({
    versions: z.array(
      z.object({
        version: z.int(),
        publishedAt: Time,
        publishedBy: z.string().describe('Id of an API key'),
        inside: z.int().describe('Live instances on this version'),
      }),
    ),
    next: Next,
  })
  .meta({ id: 'VersionPage' });
const VersionView = z
  .object({ id: z.string(), version: z.int(), document: StoredDocument })
  .meta({ id: 'VersionView' });

const RefusalPage = z
  .object({
    refusals: z.array(
      z.object({
        userId: z.string(),
        version: z.int(),
        key: z.string().describe('The entry key; empty if the entry has none'),
        refusedAt: Time,
        reason: z.string(),
        read: z.record(z.string(), z.unknown()).describe('Values that the decision read'),
      }),
    ),
    next: Next,
  })
  .meta({ id: 'RefusalPage' });

const Page = z.strictObject({ limit: Limit, cursor: NumberCursor });

export function journeyRoutes({ sql, versions }: JourneyPorts): readonly Route[] {
  const common = { method: 'get', tag: 'Journeys', access: 'read' } as const;
  return [
    route(
      {
        ...common,
        path: '/v1/journeys',
        name: 'listJourneys',
        summary: 'List journeys by ID, name or figures',
        query: Filter,
        answer: List,
      },
      async ({ query: { cursor, ...filter }, caller: { workspace } }) => {
        const { journeys, next } = await listJourneys(sql, { workspace, after: cursor, ...filter });
        return answer({ journeys: journeys.map(summaryOf), next });
      },
    ),
    route(
      {
        ...common,
        path: '/v1/journeys/:id',
        name: 'getJourney',
        summary: 'Get a journey: its running version and counts by node',
        description: 'Send its ETag as If-Match when you publish the next version.',
        params: JourneyParams,
        answer: View,
        refusals: ['journey-not-found'],
      },
      async ({ params: { id }, caller: { workspace } }) => {
        const found = await findJourney(sql, workspace, id);
        if (!found) return noJourney(id);
        const document = readDocument(id, found.version, found.document);
        const nodes = nodesOf(document, await countNodes(sql, workspace, id));
        return answer({ ...summaryOf(found), document, nodes }, { headers: { ETag: `"${found.version}"` } });
      },
    ),
    route(
      {
        ...common,
        path: '/v1/journeys/:id/versions',
        name: 'listVersions',
        summary: 'List versions of a journey, newest first',
        params: JourneyParams,
        query: Page,
        answer: VersionPage,
        refusals: ['journey-not-found'],
      },
      async ({ params: { id }, query: { cursor, limit }, caller: { workspace } }) => {
        if (!(await isJourney(sql, workspace, id))) return noJourney(id);
        const page = await listVersions(sql, { workspace, journey: id, before: cursor, limit });
        return answer({ versions: [...page.versions], next: nextOf(page.next) });
      },
    ),
    route(
      {
        ...common,
        path: '/v1/journeys/:id/versions/:version',
        name: 'getVersion',
        summary: 'Get the document of a version',
        params: z.strictObject({ ...JourneyParams.shape, version: z.coerce.number().int().min(1).max(2_147_483_647) }),
        answer: VersionView,
        refusals: ['journey-not-found', 'version-not-found'],
      },
      async ({ params: { id, version }, caller: { workspace } }) => {
        try {
          const { document } = await versions.get(workspace, id, version);
          return answer({ id, version, document: { ...document } });
        } catch (error) {
          if (!(error instanceof VersionMissing)) throw error;
          if (!(await isJourney(sql, workspace, id))) return noJourney(id);
          return refusal(
            'version-not-found',
            `"${id}" has no version ${version}`,
            `list them with GET /v1/journeys/${id}/versions`,
          );
        }
      },
    ),
    route(
      {
        ...common,
        path: '/v1/journeys/:id/refusals',
        name: 'listRefusals',
        summary: 'List users who were refused entry, with reasons, newest first',
        params: JourneyParams,
        query: Page,
        answer: RefusalPage,
        refusals: ['journey-not-found'],
      },
      async ({ params: { id }, query: { cursor, limit }, caller: { workspace } }) => {
        if (!(await isJourney(sql, workspace, id))) return noJourney(id);
        const { refusals, next } = await listRefusals(sql, { workspace, journey: id, before: cursor, limit });
        return answer({
          refusals: refusals.map(({ position: _, refusedAt, ...each }) => ({ ...each, refusedAt: isoOf(refusedAt) })),
          next: nextOf(next),
        });
      },
    ),
  ];
}

type Line = Awaited<ReturnType<typeof listJourneys>>['journeys'][number];

const summaryOf = ({
  id,
  name,
  state,
  version,
  labels,
  owner,
  entry,
  isUnreadable,
  counts,
  lastPublishedAt,
  hasDraft,
  lastEntryAt,
}: Line) => ({
  id,
  name,
  state,
  version,
  labels: [...labels],
  owner,
  entry,
  isUnreadable,
  counts: { ...counts, exits: { ...counts.exits }, goals: { ...counts.goals } },
  lastPublishedAt,
  hasDraft,
  lastEntryAt: lastEntryAt === null ? null : isoOf(lastEntryAt),
});

/** Returns every node of the running version, including nodes that no user has reached. */
const nodesOf = (document: Journey, counts: ReadonlyMap<string, NodeCounts>) =>
  Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => {
      const { inside, measures } = counts.get(id) ?? { inside: 0, measures: {} };
      return [id, { sentence: typeOf(node).describe(node), inside, measures: { ...measures } }];
    }),
  );

const noJourney = (id: string): RouteResult<never> =>
  refusal('journey-not-found', `there is no journey "${id}"`, 'list them with GET /v1/journeys');
