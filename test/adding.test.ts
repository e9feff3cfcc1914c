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
