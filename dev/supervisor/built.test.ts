import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../worker/package-root.ts';
import { roleProgram } from './built.ts';

const root = packageRoot();
const START = { execArgv: ['--enable-source-maps', '--import', 'tsx'], program: path.join(root, 'cli', 'sojourn.ts') };
const said: string[] = [];
const ask = (start = START, activities: readonly string[] = []) =>
  roleProgram(root, start, { activities }, (line) => said.push(line));

test('C45 roles of a checkout run code compiled once, without a loader and with the workflows bundled', {
  timeout: 180_000,
}, async () => {
  const [option, program = '', ...more] = await ask();
  expect([option, more]).toEqual(['--enable-source-maps', []]);
  const directory = path.dirname(path.dirname(program));
  expect(path.dirname(directory)).toBe(path.join(root, 'dist', 'start'));
  expect(existsSync(path.join(directory, 'workflow-bundle.js'))).toBe(true);
  expect(existsSync(path.join(directory, 'store', 'migrations', '0001-spine.sql'))).toBe(true);

  const env = { PATH: process.env.PATH, API_PORT: '4242' };
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, 'config'], { encoding: 'utf8', env });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(JSON.parse(stdout)).toMatchObject({ api: { port: 4242 } });

  said.length = 0;
  expect(await ask()).toEqual([option, program]);
  expect(said).toEqual([]); // not compiled again
});

test.each([
  { given: 'another program', start: { ...START, program: '/elsewhere/dist/cli/sojourn.js' }, activities: [] },
  { given: 'activities in TypeScript', start: START, activities: ['/shop/activities.ts'] },
])('given $given, then roles run as the supervisor does', async ({ start, activities }) => {
  expect(await ask(start, activities)).toEqual([...start.execArgv, start.program]);
});
