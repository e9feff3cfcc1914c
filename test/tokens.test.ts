import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

/** What can be read on what, by WCAG 2.2 (1.4.3, 1.4.11): computed from the colours themselves. */
const css = await readFile(new URL('../web/src/theme/tokens.css', import.meta.url), 'utf8');

type Tokens = Readonly<Record<string, string>>;
const tokensIn = (selector: string): Tokens =>
  Object.fromEntries(
    css
      .split('}')
      .filter((block) => block.includes(selector))
      .flatMap((block) => [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)])
      .map(([, name = '', colour = '']) => [name, colour]),
  );
const SCHEMES = { light: tokensIn(':root'), dark: tokensIn('[data-mantine-color-scheme="dark"]') };

const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    channel(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function ratio(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const TEXT = 4.5;
/** Borders of what can be used, icons, the ring of the focus. */
const SHAPE = 3;

const grounds = ['canvas', 'surface', 'sunken', 'raised'];
const tones = ['ok', 'warn', 'bad', 'info', 'idle', 'accent'];
const families = ['entry', 'channel', 'wait', 'decision', 'action', 'end'];
const PAIRS: readonly (readonly [of: string, on: string, least: number])[] = [
  ...['text', 'text-2', 'text-3'].flatMap((of) => grounds.map((on) => [of, on, TEXT] as const)),
  ...grounds.map((on) => ['control', on, SHAPE] as const),
  ['on-ink', 'ink', TEXT],
  ...tones.flatMap((of) => [[of, 'surface', TEXT] as const, [of, `${of}-soft`, TEXT] as const]),
  ...['accent', 'bad', 'ok', 'warn'].map((of) => [of, 'canvas', TEXT] as const),
  ...families.flatMap((of) => [[of, `${of}-soft`, SHAPE] as const, [of, 'surface', SHAPE] as const]),
];

describe.each(Object.entries(SCHEMES))('%s', (_, tokens) => {
  test.each(PAIRS)('%s on %s: at least %s to 1', (of, on, least) => {
    expect(ratio(tokens[of] ?? '', tokens[on] ?? '')).toBeGreaterThanOrEqual(least);
  });
});

test('both schemes have the same colours; no other file has any', async () => {
  const { paper: _, ...light } = SCHEMES.light; // what mail is written for is the same in both
  expect(Object.keys(SCHEMES.dark).toSorted()).toEqual(Object.keys(light).toSorted());
  const src = new URL('../web/src/', import.meta.url);
  const sheets = (await readdir(src, { recursive: true })).filter((file) => /\.(css|tsx)$/.test(file));
  const coloured = await Promise.all(
    sheets.map(async (file) => (COLOUR.test(await readFile(new URL(file, src), 'utf8')) ? [file] : [])),
  );
  expect(coloured.flat()).toEqual([join('theme', 'tokens.css')]);
});

const COLOUR = /#[0-9a-f]{3,8}\b(?!\/)|\b(?:rgb|hsl|oklch)a?\(/i;
