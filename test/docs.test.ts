import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

const pagesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));

const pages = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md', 'bench/README.md'],
  ...pagesIn('docs'),
  ...pagesIn('examples'),
];

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');

/** Anchors of a page's headings, as GitHub makes them. */
const anchorsOf = (page: string): readonly string[] =>
  [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** Links within the repository: their text in the page, the file they lead to and the heading there. */
const linksOf = (page: string) =>
  [...read(page).matchAll(/\]\((?!https?:|mailto:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].map(([link, path = '', anchor]) => ({
    link,
    file: path === '' ? page : join(dirname(page), path),
    anchor,
  }));

test.each(pages)('every link of %s leads to a file and heading that exist', (page) => {
  const broken = linksOf(page).filter(({ file, anchor }) => {
    if (!existsSync(join(ROOT, file))) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  });
  expect(broken.map(({ link }) => link)).toEqual([]);
});

test('README and the documentation page lead to every page of docs/', () => {
  const reached = new Set<string>();
  const follow = (page: string) => {
    if (reached.has(page)) return;
    reached.add(page);
    for (const { file } of linksOf(page)) if (file.endsWith('.md') && existsSync(join(ROOT, file))) follow(file);
  };
  follow('README.md');
  expect(pagesIn('docs').filter((page) => !reached.has(page))).toEqual([]);
  const index = linksOf('docs/README.md').map(({ file }) => file);
  const guides = pagesIn('docs').filter(
    (page) => /^docs\/(how-to\/)?[\w-]+\.md$/.test(page) && page !== 'docs/README.md',
  );
  expect(guides.filter((page) => !index.includes(page))).toEqual([]);
});

/** Files that a page names in backticks, such as `store/base/locks.ts`. */
const filesNamedIn = (page: string): readonly string[] =>
  [...read(page).matchAll(/`((?:[\w-]+\/)+[\w.-]+\.(?:ts|tsx|cjs|sql|md))`/g)].map(([, file = '']) => file);

test.each(pages)('every source file that %s names exists', (page) => {
  const roots = ['', 'web/src', dirname(page), 'bench'];
  const missing = filesNamedIn(page).filter((file) => !roots.some((root) => existsSync(join(ROOT, root, file))));
  expect(missing).toEqual([]);
});

/** Words of docs/writing.md that no page uses, outside code and the titles of tests. */
const FORBIDDEN =
  /\b(whoever|anew|somebody|everybody|of ours|those inside|is like that|come to as often|mend(?:ed|s)?)\b/i;

test.each(pages)('%s uses none of the words that docs/writing.md forbids', (page) => {
  if (page === 'docs/writing.md' || page === 'docs/design.md') return; // one quotes them, the other is the early plan
  const lines = read(page)
    .replaceAll(/`[^`]*`|“[^”]*”/g, '')
    .split('\n');
  expect(lines.filter((line) => FORBIDDEN.test(line))).toEqual([]);
});
