import { z } from 'zod';
import type { MessageChannel } from '../../journey/delivery/channel.ts';
import { readPolicies } from '../../journey/delivery/policies.ts';
import type { TopicSetting } from '../../journey/delivery/settings.ts';
import { type ConsentSaid, judgeConsent } from '../../journey/people/consent.ts';
import { localeOf } from '../../journey/people/locale.ts';
import { type Instant, instant } from '../../journey/time/time.ts';
import type { UserLink, UserLinks } from '../../store/access/user-links.ts';
import type { Sql } from '../../store/base/sql.ts';
import { changeConsents } from '../../store/events/change-consents.ts';
import type { createEngagement } from '../../store/events/engagement.ts';
import { findPreferences, type Preferences } from '../../store/people/preferences.ts';
import type { Store } from '../../store/person.ts';
import { Text } from '../paging.ts';
import { drawInvalid, drawPage, PAGE_HEADERS } from '../preferences/page.ts';
import { textsFor } from '../preferences/texts.ts';
import { answer, type Route, rawRoute } from '../route.ts';

export interface PreferencePorts {
  readonly sql: Sql;
  readonly store: Store;
  readonly links: UserLinks;
  readonly engage: ReturnType<typeof createEngagement>;
  readonly now: () => number;
  /** Announces that the outbox may have new work. */
  readonly ring: () => void;
}

const PAUSE_MS = 30 * 86_400_000;
const MOST_TOPICS = 100;

/**
 * Routes for the link in each message. GET changes nothing, since scanners follow links. A POST without a form of the
 * page is a mail program's one click (RFC 8058): it acts at once, without a session, and answers 200 to any token.
 */
export function preferenceRoutes(ports: PreferencePorts): readonly Route[] {
  const common = {
    path: '/u/:token',
    tag: 'Users',
    access: 'open',
    kind: 'callback',
    params: z.strictObject({ token: Text(2_000) }),
    answer: 'text/html',
  } as const;
  return [
    rawRoute(
      { ...common, method: 'get', name: 'showPreferences', summary: "Show a user's preferences; changes nothing" },
      async ({ params: { token }, headers }) => {
        const link = await ports.links.read(token);
        return page(await draw(ports, link, headers['accept-language'], false));
      },
    ),
    rawRoute(
      {
        ...common,
        method: 'post',
        name: 'changePreferences',
        summary: 'Unsubscribe in one click, or save a form of the preference page',
        description: 'The body `List-Unsubscribe=One-Click` unsubscribes at once (RFC 8058). Repeats change nothing.',
      },
      async ({ params: { token }, headers, raw }) => {
        const link = await ports.links.read(token);
        const form = new URLSearchParams(raw.body.subarray(0, MOST_FORM).toString('utf8'));
        const action = Action.safeParse(form.get('action')).data;
        if (!action) {
          if (link) await unsubscribe(ports, link);
          return page('');
        }
        if (link) await act(ports, link, action, form);
        return page(await draw(ports, link, headers['accept-language'], true));
      },
    ),
  ];
}

const MOST_FORM = 20_000;
const Action = z.enum(['unsubscribe', 'unsubscribe-topic', 'subscribe', 'pause', 'resume', 'save']);
type Action = z.infer<typeof Action>;

const page = (text: string) => answer({ text }, { headers: PAGE_HEADERS });

/** Unsubscribes from the message's topic or, if it has none, from its channel, and reports that about the message. */
async function unsubscribe(ports: PreferencePorts, link: UserLink): Promise<void> {
  const { workspace, key, channel, topic } = link;
  await ports.engage({ workspace, key, kind: 'unsubscribed', source: 'one-click' });
  // A repeated report changes nothing, but the user may have subscribed again in between.
  await change(ports, link, 'one-click', (now, found) =>
    isOn(found, now, channel, topic) ? [{ channel, ...(topic !== null && { topic }), state: 'no' }] : [],
  );
}

async function act(ports: PreferencePorts, link: UserLink, action: Action, form: URLSearchParams): Promise<void> {
  const { channel, topic } = link;
  if (action === 'unsubscribe-topic' && topic !== null) return unsubscribe(ports, link);
  await change(ports, link, 'preference-page', (now, found) => {
    switch (action) {
      case 'unsubscribe':
      case 'unsubscribe-topic':
        return [{ channel, state: 'no' }];
      case 'subscribe':
        return [
          { channel, state: 'yes', pausedUntil: null },
          ...(topic === null ? [] : [{ channel, topic, state: 'yes' as const }]),
        ];
      case 'pause':
        return [{ channel, pausedUntil: instant(now + PAUSE_MS) }];
      case 'resume':
        return [{ channel, pausedUntil: null }];
      case 'save':
        return topicsIn(form, channel, found);
    }
  });
}

/** Reads topics that the page shows. Anyone with the link could otherwise send others, and store any number. */
function topicsIn(form: URLSearchParams, channel: MessageChannel, found: Preferences): readonly ConsentSaid[] {
  const wanted = new Set(form.getAll('topic'));
  const known = new Set(listTopics(found).map(({ id }) => id));
  const shown = [...new Set(form.getAll('shown'))].filter((topic) => known.has(topic));
  return shown.slice(0, MOST_TOPICS).map((topic) => ({ channel, topic, state: wanted.has(topic) ? 'yes' : 'no' }));
}

async function change(
  { store, ring }: PreferencePorts,
  link: UserLink,
  source: 'one-click' | 'preference-page',
  changesOf: (now: Instant, found: Preferences) => readonly ConsentSaid[],
): Promise<void> {
  await store.person(link, async (sql, now) => {
    const found = await findPreferences(sql, link, link.channel);
    if (!found) return; // erased
    const changes = changesOf(now, found).map((each) => ({ ...each, source, proof: { message: link.key } }));
    if (changes.length > 0) await changeConsents(sql, link, now, changes);
  });
  ring();
}

function judge(
  { profile, consents, policies }: Preferences,
  now: number,
  channel: MessageChannel,
  topic: string | null,
) {
  const { consent: consentModes, topics } = readPolicies(policies);
  return judgeConsent(
    { profile, consents: consents ?? [], consentModes, topics, now: instant(now) },
    { channel, ...(topic !== null && { topic }) },
  );
}

const isOn = (found: Preferences, now: number, channel: MessageChannel, topic: string | null): boolean =>
  judge(found, now, channel, topic).type === 'yes';

async function draw(
  { sql, now }: PreferencePorts,
  link: UserLink | undefined,
  acceptLanguage: string | undefined,
  isSaved: boolean,
): Promise<string> {
  const found = link && (await findPreferences(sql, link, link.channel));
  const { language, texts } = textsFor([acceptLanguage, found && localeOf(found.profile)]);
  if (!link || !found) return drawInvalid(language, texts);
  const { channel, topic } = link;
  const at = now();
  const whole = judge(found, at, channel, null);
  const pause = found.consents?.find((each) => each.channel === channel && each.topic === null)?.pausedUntil ?? null;
  const isPaused = whole.type === 'no' && whole.rule === 'consent-paused';
  const rest = whole.type === 'yes' ? 'subscribed' : 'unsubscribed';
  return drawPage({
    ...{ language, texts, isSaved },
    channel: texts.channels[channel],
    state: isPaused ? 'paused' : rest,
    until: pause === null ? undefined : new Date(pause).toLocaleDateString(language, { dateStyle: 'long' }),
    topic: topic !== null && isOn(found, at, channel, topic) ? nameOf(readTopic(found, topic), language) : undefined,
    topics: listTopics(found).map((each) => ({
      id: each.id,
      name: nameOf(each, language),
      isOn: isTopicOn(found, channel, each),
    })),
  });
}

/** Lists the workspace's topics, and other topics that the user has received or chosen. */
function listTopics({ topics, policies }: Preferences): readonly TopicSetting[] {
  const own = readPolicies(policies).topics;
  return [...own, ...topics.filter((id) => !own.some((each) => each.id === id)).map(createTopic)];
}

const readTopic = (found: Preferences, id: string): TopicSetting =>
  listTopics(found).find((each) => each.id === id) ?? createTopic(id);

const createTopic = (id: string): TopicSetting => ({ id, names: {}, default: 'opt-out' });

/** Returns whether the user gets the topic on a channel that they allow. */
function isTopicOn({ consents }: Preferences, channel: MessageChannel, { id, default: mode }: TopicSetting): boolean {
  const said = consents?.find((each) => each.channel === channel && each.topic === id)?.state ?? null;
  return said === null ? mode === 'opt-out' : said === 'yes';
}

/** Returns a topic's name in a language. Falls back to English, then to any language, then to the ID. */
const nameOf = ({ id, names }: TopicSetting, language: string): string =>
  names[language] ??
  Object.entries(names).find(([each]) => each.split('-')[0] === language.split('-')[0])?.[1] ??
  names.en ??
  Object.values(names)[0] ??
  id;
