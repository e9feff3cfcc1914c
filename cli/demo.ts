import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { loadSettings } from '../worker/config.ts';
import { type Client, createClient, DemoError } from './demo/client.ts';
import { CHARACTERS, type Character, DEMO_CHANNELS, DEMO_JOURNEY, SHOWN_CHANNELS } from './demo/story.ts';

interface DemoOptions {
  readonly json: boolean;
}

const Instances = z.object({
  instances: z.array(z.object({ id: z.string(), exit: z.object({ reason: z.string() }).nullable() })),
});
const Timeline = z.object({
  lines: z.array(z.object({ at: z.string(), node: z.string().nullable(), words: z.string() })),
});
const Detail = z.object({
  workflowId: z.string(),
  messages: z.array(
    z.object({ key: z.string(), channel: z.string(), template: z.string().nullable(), outcome: z.string().nullable() }),
  ),
});
const Inbox = z.object({
  messages: z.array(
    z.object({ key: z.string(), recipient: z.string(), subject: z.string().nullable(), copies: z.number() }),
  ),
});

/** A character of the story, with the progress of their instance. */
interface FollowedUser extends Character {
  readonly userId: string;
  instance?: string;
  shown: number;
  ended?: string;
}

/** Longest wait for the ten-second journey. Replacing a killed worker takes some seconds. */
const PATIENCE_MS = 90_000;

/** Plays a small scenario on the running system through its public API, and follows it until all messages arrived. */
export async function runDemo({ json }: DemoOptions): Promise<void> {
  const say = (line: string) => json || process.stdout.write(`${line}\n`);
  try {
    const client = createClient(loadSettings(process.env), process.env);
    const report = await playDemo(client, say);
    process.stdout.write(
      json ? `${JSON.stringify(report, null, 2)}\n` : `\n${describeReport(report, client.origin)}\n`,
    );
    process.exitCode = report.ok ? 0 : 1;
  } catch (error) {
    if (!(error instanceof DemoError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}

/** Plays the scenario and compares the messages with the expected ones. */
export async function playDemo(client: Client, say: (line: string) => void) {
  const people = await begin(client, say);
  await follow(client, people, say);
  return reportOf(client, people);
}

async function begin(client: Client, say: (line: string) => void): Promise<FollowedUser[]> {
  for (const journey of [DEMO_JOURNEY, DEMO_CHANNELS]) {
    await client.call('PUT', `/v1/journeys/${journey.id}`, z.unknown(), journey);
    say(`Published "${journey.name}" as ${journey.id}.`);
  }
  say('Five users leave their carts, and one places an order:');
  const run = Date.now().toString(36);
  const people = CHARACTERS.map((character) => ({
    ...character,
    userId: `${character.name.toLowerCase()}-${run}`,
    shown: 0,
  }));
  for (const { name, userId, product, traits, moral, buysAfterMs, journey = DEMO_JOURNEY } of people) {
    const own = JSON.parse(JSON.stringify(traits).replaceAll('{user}', userId)) as object;
    await client.call('POST', '/v1/identify', z.unknown(), {
      userId,
      traits: { ...own, firstName: name, email: `${userId}@example.com` },
    });
    await client.call('POST', '/v1/track', z.unknown(), {
      userId,
      event: journey.entry.type === 'event' ? journey.entry.event : '',
      properties: { cartId: run, product },
    });
    if (buysAfterMs !== undefined) buyLater(client, { userId, cartId: run }, buysAfterMs);
    say(`  ${userId} ${moral}`);
  }
  return people;
}

function buyLater(client: Client, { userId, cartId }: { userId: string; cartId: string }, ms: number): void {
  const event = { userId, event: 'Order Completed', properties: { cartId } };
  void sleep(ms).then(() => client.call('POST', '/v1/track', z.unknown(), event));
}

async function follow(client: Client, people: readonly FollowedUser[], say: (line: string) => void): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  while (people.some(({ ended }) => ended === undefined)) {
    if (performance.now() > until) return;
    await Promise.all(people.map((person) => followOne(client, person, say)));
    await sleep(300);
  }
}

async function followOne(client: Client, person: FollowedUser, say: (line: string) => void): Promise<void> {
  if (person.ended !== undefined) return;
  const { instances } = await client.call(
    'GET',
    `/v1/instances?journey=${(person.journey ?? DEMO_JOURNEY).id}&userId=${person.userId}`,
    Instances,
  );
  const [instance] = instances;
  if (!instance) return;
  person.instance = instance.id;
  const { lines } = await client.call('GET', `/v1/instances/${instance.id}/timeline`, Timeline);
  for (const { at, node, words } of lines.slice(person.shown))
    say(`  ${at.slice(11, 23)}  ${person.name.padEnd(5)} ${(node ?? '').padEnd(7)} ${words}`);
  person.shown = lines.length;
  if (instance.exit) person.ended = instance.exit.reason;
}

/** Compares the messages in the inbox, which is what providers received, with Sojourn's own records. */
async function reportOf(client: Client, people: readonly FollowedUser[]) {
  const { messages: caught } = await client.call('GET', '/v1/inbox?limit=200', Inbox);
  const users = await Promise.all(
    people.map(async ({ userId, instance, ended, gets, ends }) => {
      const detail = instance === undefined ? undefined : await client.call('GET', `/v1/instances/${instance}`, Detail);
      const sent = (detail?.messages ?? [])
        .filter(({ outcome }) => outcome === 'sent')
        .toReversed() // the API's order is newest first
        .map(({ key, channel, template }) => {
          const copy = caught.find((message) => message.key === key);
          return {
            channel,
            template,
            to: copy?.recipient ?? null,
            subject: copy?.subject ?? null,
            arrived: copy?.copies ?? 0,
          };
        });
      const isRight =
        ended === ends &&
        isAsExpected(
          sent.map(({ template }) => template ?? ''),
          gets,
          ends,
        ) &&
        sent.every(({ to }) => to !== null);
      return {
        userId,
        exit: ended ?? null,
        sent,
        expected: { exit: ends, templates: gets },
        ok: isRight,
        workflowId: detail?.workflowId ?? null,
      };
    }),
  );
  const inboxed = users.flatMap(({ sent }) => sent.filter(({ arrived }) => arrived > 0));
  const channels = Object.fromEntries(
    SHOWN_CHANNELS.map((channel) => [channel, inboxed.filter((message) => message.channel === channel).length]),
  );
  const isShown = Object.values(channels).every((count) => count > 0);
  return { ok: isShown && users.every(({ ok }) => ok), journey: DEMO_JOURNEY.id, channels, users };
}

/** Returns whether each expected message was sent once. A purchase ends the journey, so later ones may be missing. */
function isAsExpected(sent: readonly string[], gets: readonly string[], ends: string): boolean {
  const isSubset = new Set(sent).size === sent.length && sent.every((template) => gets.includes(template));
  return isSubset && (ends === 'goal' || sent.length === gets.length);
}

function describeReport({ ok, users, channels }: Awaited<ReturnType<typeof reportOf>>, origin: string): string {
  const lines = users.flatMap(({ userId, exit, sent, ok: isRight }) => [
    `${isRight ? '✓' : '✗'} ${userId}: ${exit ?? 'still in the journey'}`,
    ...sent.map(({ channel, template, to }) => `    ${channel} ‘${template}’ → ${to}`),
  ]);
  return [
    ...lines,
    '',
    `In the inbox: ${SHOWN_CHANNELS.map((channel) => `${channels[channel]} ${channel}`).join(', ')}.`,
    ok
      ? `Every user got each message once, as expected. See ${origin}/inbox, and each workflow in Temporal's UI.`
      : 'Some results differ from what the journey should do: see the lines marked ✗.',
  ].join('\n');
}
