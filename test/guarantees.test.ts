import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;
const page = readFileSync(join(ROOT, 'docs/guarantees.md'), 'utf8');
const references = [...page.matchAll(/`([\w./-]+\.ts)` “([^”]+)”/g)].map(([, file = '', title = '']) => ({
  file,
  title,
}));

const rows = page.split('\n').filter((line) => /^\| \d/.test(line));

test('every promise names a test', () => {
  expect(rows.length).toBeGreaterThan(20);
  for (const row of rows) expect(row).toMatch(/`[\w./-]+\.ts` “[^”]+”/);
});

test('every table cell is shorter than 200 characters, and every promise is listed once', () => {
  const cells = rows.flatMap((row) => row.split(' | '));
  expect(cells.filter((cell) => cell.length >= 200)).toEqual([]);
  const names = rows.map((row) => /\*\*(.+?)\*\*/.exec(row)?.[1]);
  expect(names).toEqual([...new Set(names)]);
  const details = [...page.matchAll(/^- \*\*§(.+?)\*\*/gm)].map(([, name]) => name);
  expect(details).toEqual([...new Set(details)]);
});

test.each(references)('$file has “$title”', ({ file, title }) => {
  expect(existsSync(join(ROOT, file))).toBe(true);
  expect(readFileSync(join(ROOT, file), 'utf8')).toContain(title);
});

test('rules come first, ordered by number, and other sections follow, ordered by number', () => {
  const numbers = [...page.matchAll(/^\| ([\d.]+) \|/gm)].map(([, number = '']) => number.split('.').map(Number));
  const place = ([section = 0, rule = 0]: readonly number[]) => (section === 7 ? rule : 100 * section);
  const places = numbers.map(place);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
