import { chanceOf } from '../base/chance.ts';
import type { PersonId } from '../base/ids.ts';
import type { Instant } from '../time/time.ts';
import type { Channel } from './channel.ts';
import { binds, type Capped, type FrequencyCap, type Full, fullFor, type Slot } from './frequency-caps.ts';
import { findRelease, type QuietHours, quietBy } from './quiet-hours.ts';
import { type ControlGroup, Settings } from './settings.ts';

/**
 * The workspace's rules that bind every journey. Sojourn also checks a journey's own rules, so a journey can be
 * stricter and never laxer ([decision 50](../../docs/decisions/0050-workspace-policies-bind-every-journey.md)).
 * Transactional messages are exempt.
 */
export type WorkspacePolicies = Omit<Settings, 'tracking' | 'phoneCountry' | 'dateOrder'>;

export const NO_POLICIES: WorkspacePolicies = { quietHours: [], frequencyCaps: [], topics: [] };

/** The source of the rule that applied: the workspace or the journey. */
export type PolicySource = 'workspace' | 'journey';

/** Every limit on a journey's messages that doesn't depend on the recipient. */
export interface Policies {
  readonly quietHours: readonly QuietHours[];
  readonly frequencyCaps: readonly FrequencyCap[];
  readonly workspace: Pick<WorkspacePolicies, 'quietHours' | 'frequencyCaps' | 'controlGroup' | 'timeZone'>;
}

const LATEST = new Map<string, WorkspacePolicies>();
const MOST_KEPT = 200;

/**
 * Reads policies from a workspace's stored settings. Equal texts give the same object, so that callers can compare
 * objects instead of rules.
 */
export function readPolicies(stored: string | null): WorkspacePolicies {
  if (stored === null || stored === '{}') return NO_POLICIES;
  const known = LATEST.get(stored);
  if (known) return known;
  const read = Settings.parse(JSON.parse(stored));
  if (LATEST.size >= MOST_KEPT) LATEST.clear();
  LATEST.set(stored, read);
  return read;
}

export const hasQuietHours = ({ quietHours, workspace }: Policies): boolean =>
  quietHours.length > 0 || workspace.quietHours.length > 0;

/** Returns whether a frequency cap of the workspace or of the journey applies to a message. */
export const isCappedBy = ({ frequencyCaps, workspace }: Policies, message: Capped): boolean =>
  workspace.frequencyCaps.some((cap) => binds(cap, message)) || frequencyCaps.some((cap) => binds(cap, message));

/** Returns the first full cap for a message, checking the workspace's caps first; undefined if none is full. */
export function findFullCap(
  { frequencyCaps, workspace }: Policies,
  message: Capped,
  key: string,
  slots: readonly Slot[],
  now: Instant,
): (Full & { readonly by: PolicySource }) | undefined {
  const common = fullFor(workspace.frequencyCaps, message, key, slots, now);
  if (common) return { ...common, by: 'workspace' };
  const own = fullFor(frequencyCaps, message, key, slots, now);
  return own && { ...own, by: 'journey' };
}

/** Time zones for quiet hours: the user's, or else the workspace's or the journey's. */
export type Zones = Readonly<Record<PolicySource, string>>;

/** Quiet hours that hold or drop a message. */
export interface Quiet {
  readonly by: PolicySource;
  readonly row: QuietHours;
  readonly zone: string;
  /** When the quiet hours end. Undefined: the message is dropped. */
  readonly until: Instant | undefined;
  /** The workspace's and the journey's quiet hours together leave no time, so the message is dropped. */
  readonly isEndless?: true;
}

interface Scheduled {
  readonly channel: Channel;
  /** When the message was due. */
  readonly scheduled: Instant;
}

/**
 * Returns the quiet hours that apply at an instant; undefined if none do. If both the workspace's and the journey's
 * apply, dropping wins; otherwise the later release wins. At the release neither applies, unless hours that drop
 * messages have started by then.
 */
export function findQuiet(policies: Policies, message: Scheduled, at: Instant, zones: Zones): Quiet | undefined {
  const found = listQuiet(policies, message, at, zones);
  const dropping = found.find(({ until }) => until === undefined);
  if (dropping) return dropping;
  const last = findLatest(found);
  if (!last || policies.workspace.quietHours.length === 0 || policies.quietHours.length === 0) return last;
  const until = findCommonRelease(policies, message, last.until ?? at, zones);
  return until === undefined ? { ...last, until, isEndless: true } : { ...last, until };
}

function listQuiet({ quietHours, workspace }: Policies, message: Scheduled, at: Instant, zones: Zones): Quiet[] {
  const by = { workspace: workspace.quietHours, journey: quietHours };
  return SOURCES.flatMap((source) => {
    const rows = by[source];
    const zone = zones[source];
    const row = rows.length === 0 ? undefined : quietBy(rows, message.channel, at, zone);
    return row ? [{ by: source, row, zone, until: findRelease(rows, row, message, at, zone) }] : [];
  });
}
const SOURCES = ['workspace', 'journey'] as const;

const findLatest = (all: readonly Quiet[]): Quiet | undefined =>
  all.toSorted((a, b) => (b.until ?? 0) - (a.until ?? 0))[0];

/** How far ahead to look for a release: quiet hours repeat every week, and clocks may change in between. */
const HORIZON_MS = 15 * 86_400_000;

function findCommonRelease(policies: Policies, message: Scheduled, from: Instant, zones: Zones): Instant | undefined {
  for (let at = from; at < from + HORIZON_MS; ) {
    const found = listQuiet(policies, message, at, zones);
    const last = findLatest(found);
    if (!last || found.some(({ until }) => until === undefined)) return at;
    at = last.until ?? at;
  }
  return undefined;
}

/**
 * Returns whether a user is in the control group and gets no marketing messages. The same users stay in the group until
 * its salt changes. A larger share adds users.
 */
export const isInControlGroup = (group: ControlGroup | undefined, person: PersonId): boolean =>
  group !== undefined && chanceOf(`control/${group.salt}/${person}`) * 100 < group.percent;
