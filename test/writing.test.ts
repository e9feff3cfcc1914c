import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

/** Words and phrases of docs/writing.md that no reader should meet. */
const FORBIDDEN =
  /\b(whoever|anew|of ours|is like that|stands? beside|mend|somebody|nobody can say|come to as often|put out now|those inside)\b|\bgoes on at once\b/i;

/** Files whose texts a user of the app or an author of a journey reads. */
const READ = ['web/src/words', 'journey/nodes', 'journey/entries', 'journey/validate'];

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));

/** Literals of a file, without its comments. */
function textsOf(file: string): readonly string[] {
  const code = readFileSync(join(ROOT, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  return [...code.matchAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)].map(([text]) => text);
}

const files = [
  ...READ.flatMap(filesIn),
  'journey/engine/rules.ts',
  'journey/document/document.ts',
  'journey/delivery/settings.ts',
];

test('the app, the rules and the schemas use none of the words that docs/writing.md forbids', () => {
  expect(files.length).toBeGreaterThan(50);
  const found = files.flatMap((file) =>
    textsOf(file)
      .filter((text) => FORBIDDEN.test(text))
      .map((text) => `${relative(ROOT, join(ROOT, file))}: ${text}`),
  );
  expect(found).toEqual([]);
});
