import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createDrafts, openAt, shot } from './drafts.ts';
import { openWeb, type Web } from './web.ts';

/**
 * Adds a new node type to a copy of the sources: its file and a line in each of two lists, without a change in web/.
 */
const ROOT = path.resolve(import.meta.dirname, '..', '..');
const PARTS = ['web', 'browser', 'journey', 'channels', 'examples', 'tsconfig.base.json', 'package.json'];

const COIN_TOSS = `
import { z } from 'zod';
import { because, leave, stay } from '../moves/move.ts';
import { common, defineNode } from './define.ts';

export const coinToss = defineNode({
  type: 'coinToss',
  family: 'decision',
  title: 'Coin toss',
  about: 'Tosses a coin of your choice.',
  example: { type: 'coinToss', coin: 'euro', links: { heads: 'a', tails: 'b' } },
  waits: false,
  offers: [{ title: 'Coin toss', icon: 'coin', blank: () => ({ type: 'coinToss', coin: 'euro' }) }],
  schema: z.strictObject({
    type: z.literal('coinToss'),
    coin: z.enum(['euro', 'yen']).describe('Which coin is tossed'),
    ...common,
  }),
  ports: () => ['heads', 'tails'],
  takesTime: () => [],
  arrive: ({ node }) => leave('heads', because('filter-held', { coin: node.coin })),
  wake: () => stay(because('still-waiting')),
  describe: (node) => \`Toss a coin of one \${node.coin}\`,
});
`;

let copy: string;
let web: Web;
beforeAll(async () => {
  copy = await mkdtemp(path.join(tmpdir(), 'foreign-type-'));
  const isSource = (source: string) => !/[/\\](node_modules|dist)([/\\]|$)/.test(source.slice(ROOT.length));
  await Promise.all(
    PARTS.map((part) => cp(path.join(ROOT, part), path.join(copy, part), { recursive: true, filter: isSource })),
  );
  await symlink(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  await writeFile(path.join(copy, 'journey/nodes/coin-toss.ts'), COIN_TOSS);
  const index = path.join(copy, 'journey/nodes/index.ts');
  const lists = await readFile(index, 'utf8');
  await writeFile(
    index,
    lists
      .replace('import { delay }', "import { coinToss } from './coin-toss.ts';\nimport { delay }")
      .replace('  exit,\n] as const', '  exit,\n  coinToss,\n] as const'),
  );
  web = await openWeb(copy);
}, 120_000);
afterAll(async () => {
  await web?.close();
  await rm(copy, { recursive: true, force: true });
});

test('a new type is in the palette, has its form, its sentence, its ways and its problems', async () => {
  const drafts = createDrafts(web);
  await drafts.example('tossed');
  const { page, quiet } = await openAt(web, '/journeys/tossed/build/path');
  await page.getByRole('button', { name: 'Add a node after Push, at then' }).click();
  await page.getByRole('combobox', { name: 'Add a node' }).fill('coin');
  await page.getByRole('listbox', { name: 'Nodes' }).getByRole('option', { name: 'Coin toss' }).click();
  const form = page.getByRole('complementary', { name: 'Settings of Coin toss' });
  await form.getByText('Toss a coin of one euro').waitFor();
  await form.getByText('Which coin is tossed').waitFor();
  await form.getByLabel('Coin', { exact: true }).selectOption('yen');
  await form.getByText('Toss a coin of one yen').waitFor();
  await expect
    .poll(async () => Object.values((await drafts.read('tossed')).nodes as object))
    .toContainEqual(expect.objectContaining({ type: 'coinToss', coin: 'yen' }));
  await page.getByRole('button', { name: /^Coin toss\. Toss a coin of one yen\..*heads/ }).waitFor();
  await page
    .getByText(/problem/)
    .first()
    .waitFor(); // of its ways one leads nowhere
  await shot(page, 'foreign-type');
  await quiet();
});
