import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';

const SRC = new URL('..', import.meta.url).pathname;
const MOST_LINES = 300;
/** Without classes of our own: tokens, what elements look like, and what packages draw. */
const GLOBAL = ['canvas/react-flow.css', 'charts/uplot.css', 'theme/base.css', 'theme/tokens.css'];

const all = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).toSorted();
const read = (file: string): string => readFileSync(join(SRC, file), 'utf8');
const sheets = all.filter((file) => file.endsWith('.css'));
const modules = sheets.filter((file) => file.endsWith('.module.css'));
const sources = all
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.ts$|schema\.d\.ts$/.test(file))
  .map((file) => ({ file, text: read(file) }));

interface Import {
  readonly from: string;
  /** As written, such as `./card.module.css`. */
  readonly path: string;
  /** Undefined: imported for its effect. */
  readonly name: string | undefined;
}
const imports: readonly Import[] = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/^import (?:(\w+) from )?'([^']+\.css)';$/gm)].map(([, name, path = '']) => ({
    ...{ from: file, path, name },
  })),
);

function classesIn(sheet: string): ReadonlySet<string> {
  const own = read(sheet).replaceAll(/\/\*[\s\S]*?\*\/|:global\([^)]*\)|@media[^{]*/g, '');
  return new Set([...own.matchAll(/\.([a-zA-Z]\w*)(?=[^{}]*\{)/g)].map(([, name = '']) => name));
}

/** Names that a source reads of a module that it has imported. */
function readOf({ from, name }: Import): readonly string[] {
  const text = sources.find(({ file }) => file === from)?.text ?? '';
  return [...text.matchAll(new RegExp(`(?<![./\\w])${name}\\.(\\w+)`, 'g'))].map(([, read = '']) => read);
}
const importsOf = (sheet: string): readonly Import[] =>
  imports.filter(({ from, path }) => join(dirname(from), path) === sheet);

describe('styles', () => {
  test('are short, and belong to a component or a room, apart from the few that are global', () => {
    expect(modules.length).toBeGreaterThan(40);
    expect(sheets.filter((file) => read(file).split('\n').length > MOST_LINES)).toEqual([]);
    expect(sheets.filter((file) => !modules.includes(file))).toEqual(GLOBAL);
  });

  test('are imported from their own folder alone, those of theme/ by the first file', () => {
    const strange = imports.filter(
      ({ from, path }) => !/^\.\/[^/]+$/.test(path) && !(from === 'main.tsx' && /^(\.\/theme\/|@mantine\/)/.test(path)),
    );
    expect(strange).toEqual([]);
  });

  test('no class is named by a text: a typing mistake would go unseen', () => {
    expect(sources.filter(({ text }) => /className="/.test(text)).map(({ file }) => file)).toEqual([]);
  });

  test.each(modules)('%s: every class that is read is there, and every class is read', (sheet) => {
    const names = importsOf(sheet).flatMap(readOf);
    expect([...new Set(names)].toSorted()).toEqual([...classesIn(sheet)].toSorted());
  });
});
