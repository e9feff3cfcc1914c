import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

const TELEGRAM = `import { defineMessageChannel } from './define.ts';
export const telegram = defineMessageChannel({
  title: 'Telegram', address: 'telegramChat', findAddressFault: (text) => (/^\\d+$/.test(text) ? undefined : 'it has other characters than digits'), needs: [['text']], asks: ['text'],
});`;

/** Uses the new channel the way the product does. */
const PROGRAM = `
import { createAdapters } from './channels/index.ts';
import { nodeTypes } from './journey/nodes/index.ts';
import { addressOf } from './journey/people/profile.ts';
import { validate } from './journey/validate/index.ts';
import { rateVariable } from './worker/config/variables.ts';

const caught = [];
const adapters = createAdapters({ inbox: { catch: async (message) => void caught.push(message) }, feed: { post: async () => true }, webhook: { secrets: [], allowPrivate: true } });
const parcel = { channel: 'telegram', key: 'k', workspace: 'main', journey: 'greet', to: '42', content: { template: 't', text: 'Hi' }, attempt: 1 };
const documentWith = (content) => ({
  schema: 1, id: 'greet', name: 'Greet', timeZone: 'Etc/UTC',
  entry: { type: 'event', event: 'Signed up' }, start: 'hi',
  nodes: { hi: { type: 'message', channel: 'telegram', content, then: 'end' }, end: { type: 'exit' } },
});
const errorsOf = (content) => { const found = validate(documentWith(content)); return (found.ok ? [] : found.errors).map(({ message }) => message); };
await adapters.telegram.deliver(parcel, async () => true);
process.stdout.write(JSON.stringify({
  caught: caught.map(({ channel, recipient }) => ({ channel, recipient })),
  offered: nodeTypes.find(({ type }) => type === 'message').offers.map(({ title }) => title),
  addresses: [addressOf({ telegramChat: '42' }, 'telegram') ?? null, addressOf({ telegramChat: 'x' }, 'telegram') ?? null],
  errors: [errorsOf({ text: 'Hi' }), errorsOf({})],
  variable: rateVariable('telegram'),
}));
`;

const TRIAL = `import { z } from 'zod';
import { withOffset } from '../time/offset.ts';
import { readInstant } from '../time/time.ts';
import { common, defineEntry } from './define.ts';

export const trial = defineEntry({
  type: 'trial',
  title: 'End of a trial',
  about: 'Users enter three days before their trial ends.',
  example: { type: 'trial' },
  schema: z.strictObject({ type: z.literal('trial'), ...common }),
  describe: () => 'Three days before the trial ends',
  entryEvent: () => ({ event: '$profile.changed' }),
  moments: () => ({
    trait: 'trialEnds',
    movedBy: ['trialEnds', 'timezone'],
    nextAfter(profile, { timeZone: zone = 'UTC', dateOrder }, after) {
      const ends = readInstant(profile.trialEnds ?? null, zone, dateOrder);
      const at = ends && withOffset(ends, { by: '3d', direction: 'before' }, zone);
      return at !== undefined && at > after ? at : undefined;
    },
  }),
});`;

/** Uses the new entry the way the builder, the store and the virtual world do. */
const ENTERING = `
import { Journey } from './journey/document/document.ts';
import { describeEntry, entryTypes, MOMENT_TYPES } from './journey/entries/index.ts';
import { instant } from './journey/time/time.ts';
import { validate } from './journey/validate/index.ts';
import { createVirtualWorld } from './journey/world/virtual/virtual-world.ts';

const document = {
  schema: 1, id: 'ending', name: 'Ending', timeZone: 'Etc/UTC',
  entry: { type: 'trial' }, start: 'rest', nodes: { rest: { type: 'delay', for: '1d', then: 'end' }, end: { type: 'exit' } },
};
const journey = Journey.parse(document);
const world = createVirtualWorld({ write: () => { throw new Error('nothing is sent'); } });
await world.begin([journey], instant(Date.parse('2026-03-01T00:00:00Z')));
await world.tell([{ user: 'ana', traits: { trialEnds: '2026-03-10' } }, { user: 'bob', traits: { plan: 'pro' } }]);
await world.tell([{ user: 'ana', traits: { trialEnds: '2026-03-20' } }]);
await world.runUntil(instant(Date.parse('2026-04-01T00:00:00Z')));
process.stdout.write(JSON.stringify({
  isValid: validate(document).ok,
  isOffered: entryTypes.some(({ type }) => type === 'trial'),
  words: describeEntry(journey.entry),
  moments: MOMENT_TYPES,
  entered: (await world.passes()).map(({ user, enteredAt }) => [user, new Date(enteredAt).toISOString()]),
}));
`;

let copy: string;

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'adding-'));
  const parts = [
    'journey',
    'channels',
    'store',
    'worker/config',
    'package.json',
    'tsconfig.json',
    'tsconfig.base.json',
  ];
  await Promise.all(parts.map((part) => cp(join(ROOT, part), join(copy, part), { recursive: true })));
  await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rm(copy, { recursive: true, force: true }));

test('a message channel is one file and one line: the builder offers it, documents use it, profiles address it, the sandbox sends it', async () => {
  const index = join(copy, 'journey/delivery/channels/index.ts');
  const before = await readFile(index, 'utf8');
  await writeFile(join(copy, 'journey/delivery/channels/telegram.ts'), TELEGRAM);
  await writeFile(
    index,
    `import { telegram } from './telegram.ts';\n${before.replace('  whatsapp,\n}', '  whatsapp,\n  telegram,\n}')}`,
  );
  await writeFile(join(copy, 'use.ts'), PROGRAM);

  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'use.ts'], { cwd: copy });

  expect(JSON.parse(stdout)).toMatchObject({
    caught: [{ channel: 'telegram', recipient: '42' }],
    offered: expect.arrayContaining(['Telegram']),
    addresses: ['42', null],
    errors: [[], ['node "hi": telegram needs text']],
    variable: 'TELEGRAM_PER_SECOND',
  });
});

test('an entry type with moments needs one file and one line: the builder offers it, the store waits for its moments, and users enter', async () => {
  const index = join(copy, 'journey/entries/index.ts');
  const before = await readFile(index, 'utf8');
  await writeFile(join(copy, 'journey/entries/trial.ts'), TRIAL);
  await writeFile(
    index,
    `import { trial } from './trial.ts';\n${before.replace('journey, list, api] as const', 'journey, list, api, trial] as const')}`,
  );
  await writeFile(join(copy, 'enter.ts'), ENTERING);

  const { stdout } = await promisify(execFile)(process.execPath, ['--import', 'tsx', 'enter.ts'], { cwd: copy });

  expect(JSON.parse(stdout)).toEqual({
    isValid: true,
    isOffered: true,
    words: 'Three days before the trial ends',
    moments: ['date', 'trial'],
    entered: [['ana', '2026-03-17T00:00:00.000Z']],
  });
});
