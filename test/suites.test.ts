import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

/** Rows of the table in docs/architecture.md that names the suites of each room of the store. */
const [, table = ''] = readFileSync('docs/architecture.md', 'utf8').split('## Where the tests are');
const rows = [...table.matchAll(/^\| `([\w-]+)` \| (.+) \|$/gm)].map(([, room = '', suites = '']) => ({
  room,
  suites: [...suites.matchAll(/`([^`]+)`/g)].map(([, suite = '']) => suite),
}));

test('each room of the store has its suites named', () => {
  const folders = readdirSync('store', { withFileTypes: true }).filter((each) => each.isDirectory());
  const rooms = folders.map(({ name }) => name).filter((name) => name !== 'migrations');
  const named = rows.map(({ room }) => room).filter((room) => rooms.includes(room));
  expect(named.toSorted()).toEqual(rooms.toSorted());
});

test.each(rows.flatMap(({ suites }) => suites.filter((suite) => suite.endsWith('.test.ts'))))(
  'the suite %s exists',
  (suite) => {
    expect(existsSync(suite)).toBe(true);
  },
);
