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
import { type Answered, answer, type Route, refusal, route } from '../route.ts';

export interface JourneyPorts {
  readonly sql: Sql;
  readonly versions: Pick<Versions, 'get'>;
}

const Counts = z
  .object({
    qualifying: z.int().describe('For whom time has yet to tell: see listQualifying. Not among the others'),
    qualified: z.int().describe('refused + control + queued + entered'),
    refused: z.int(),
    control: z.int().describe('Qualified, and got nothing: the control group'),
    queued: z.int().describe('By a broadcast: their moment is still to come, see listBroadcasts'),
    entered: z.int().describe('inside + all exits'),
    inside: z.int(),
    exits: z.record(z.string(), z.int()).describe('Reason → how many'),
    goals: z.record(z.string(), z.int()).describe('Goal → how many of the entered met it: see getGoals'),
  })
  .meta({ id: 'JourneyCounts' });

const Summary = z
  .object({
    id: z.string().describe('The Journey ID'),
    name: z.string(),
    state: JourneyState,
    version: z.int().nullable().describe('The running one; null of a draft'),
    labels: z.array(z.string()),
    owner: z.string().nullable().describe('Who answers for it'),
    entry: z.string().nullable().describe('In words: who enters; null of a draft, and where it is unreadable'),
    isUnreadable: z
      .boolean()
      .describe(
        "The entry of the running version can't be read: it was changed by hand, or written by another release",
      ),
    counts: Counts,
    lastPublishedAt: Time.nullable(),
    hasDraft: z.boolean().describe('Somebody is writing its next version: see getDraft'),
    lastEntryAt: Time.nullable().describe('When the last came in'),
  })
  .meta({ id: 'JourneySummary' });

const NodeView = z
  .object({
    sentence: z.string().describe('What it does, in words'),
    inside: z.int().describe('There now, of all versions'),
    measures: z.record(z.string(), z.int()).describe('`arrived`, `left:<port>`, `exited`, `message:<outcome>`'),
  })
  .meta({ id: 'NodeView' });

/** As stored: defaults filled in. Its own schema is Journey. */
const StoredDocument = z.record(z.string(), z.unknown()).describe('The document: see the schema Journey');

const View = z
  .object({ ...Summary.shape, document: StoredDocument, nodes: z.record(z.string(), NodeView) })
  .meta({ id: 'JourneyView' });

const List = z.object({ journeys: z.array(Summary), next: Next }).meta({ id: 'JourneyPage' });
const Filter = z.strictObject({
  id: Text(63).optional().describe('Journey IDs that begin with this'),
  name: Text(200).optional().describe('Names that contain this, in upper or lower case'),
  search: Text(200).optional().describe('Names or Journey IDs that contain this'),
  state: JourneyState.optional(),
  label: Text(60).optional(),
  owner: Text(100).optional().describe('In upper or lower case'),
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
    .describe('`next` of the page before, in the same order'),
});

const VersionPage = z
  .object({
    versions: z.array(
      z.object({
        version: z.int(),
        publishedAt: Time,
        publishedBy: z.string().describe('The id of a key'),
        inside: z.int().describe('Whose instances are on it now'),
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
        key: z.string().describe('The entry key; empty where the entry has none'),
        refusedAt: Time,
        reason: z.string(),
        read: z.record(z.string(), z.unknown()).describe('What was read to decide so'),
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
        summary: 'Who did not enter, and why; the latest first',
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

/** Every node of the running version, whether anybody has come to it or not. */
const nodesOf = (document: Journey, counts: ReadonlyMap<string, NodeCounts>) =>
  Object.fromEntries(
    Object.entries(document.nodes).map(([id, node]) => {
      const { inside, measures } = counts.get(id) ?? { inside: 0, measures: {} };
      return [id, { sentence: typeOf(node).describe(node), inside, measures: { ...measures } }];
    }),
  );

const noJourney = (id: string): Answered<never> =>
  refusal('journey-not-found', `there is no journey "${id}"`, 'list them with GET /v1/journeys');
