import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const ROOT = new URL('..', import.meta.url).pathname;

/** Words and phrases of docs/writing.md that no reader should meet. */
const FORBIDDEN =
  /\b(whoever|anew|of ours|of theirs|is like that|stands? beside|mend(s|ed|ing)?|somebody|nobody can say|come to as often|put out now|those inside|for ever|becomes? of|e-mails?)\b|\bgoes on at once\b|\bthere is no (such )?type that there is\b/i;

/** Riddles that only comments had: pronouns without a noun, and verbs that point at nothing. */
const RIDDLES =
  /\b(those (that|who|of)|(he|she|they|it|one) (is|are|has|have) been (told|asked)|is told|in hand|what there is|where there is none|may be (told|asked)|its business|hears? of it|(to|than) anybody)\b/i;

/** First words of a doc comment that is a fragment instead of a sentence that starts with a verb or a noun. */
const FRAGMENT = /^(what|who|whose|those|whether|of|by|as|else|so that|that|until|in which)\b/i;

/** The longest sentence of a comment, in words. docs/writing.md asks for 25; names and paths in code take some more. */
const MOST_WORDS = 32;
const MOST_COLUMNS = 120;

/** Folders whose texts a user, an author or an operator reads. */
const TEXTS = [
  ...['web/src/words', 'journey/nodes', 'journey/entries', 'journey/validate'],
  ...['api', 'channels', 'cli', 'dev', 'due', 'forwarding', 'tools', 'worker'],
];
const TEXT_FILES = ['journey/engine/rules.ts', 'journey/document/document.ts', 'journey/delivery/settings.ts'];

/** Folders whose comments have been rewritten. */
const COMMENTED = [
  ...['activities', 'api', 'bench', 'channels', 'cli', 'dev', 'due', 'forwarding'],
  ...['journey', 'store', 'testkit', 'tools', 'web/src', 'worker', 'workflows'],
];

/** Files with settings, whose comments operators read. */
const SETTINGS = ['.env.example', 'docker-compose.yml', 'Dockerfile'];

const filesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !/\.(test\.tsx?|d\.ts)$/.test(name)) // declarations are generated
    .map((name) => join(folder, name));

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Returns the string literals of a file, without its comments. */
function readTexts(file: string): readonly string[] {
  const code = read(file).replaceAll(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '');
  return [...code.matchAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)].map(([text]) => text);
}

/** Returns the doc comments of a file, each on one line and without its tags. */
const readDocs = (file: string): readonly string[] =>
  [...read(file).matchAll(/\/\*\*([\s\S]*?)\*\//g)].map(([, text = '']) =>
    text
      .replaceAll(/^\s*\* ?/gm, '')
      .replace(/(?:^|\s)@[\s\S]*$/, '')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );

/** Returns the line comments of a file, without linter directives. */
const readRemarks = (file: string): readonly string[] =>
  [...read(file).matchAll(/(?<=^|\s)\/\/ (?!biome-ignore)(.*)$/gm)].map(([, text = '']) => text);

/** Splits a comment into sentences. An item of a list is a sentence of its own. */
const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.!?])\s+(?=[A-Z`“]|- )|(?<=:)\s+(?=- )/);

/** Returns each finding that matches, with its file. */
const listFindings = (
  files: readonly string[],
  readParts: (file: string) => readonly string[],
  isWrong: (part: string) => boolean,
): readonly string[] =>
  files.flatMap((file) =>
    readParts(file)
      .filter(isWrong)
      .map((part) => `${file}: ${part}`),
  );

const matches = (pattern: RegExp) => (text: string) => pattern.test(text);

test('texts use none of the words that docs/writing.md forbids', () => {
  const files = [...TEXTS.flatMap(filesIn), ...TEXT_FILES];
  expect(files.length).toBeGreaterThan(250);
  expect(listFindings(files, readTexts, matches(FORBIDDEN))).toEqual([]);
});

describe('comments', () => {
  const files = COMMENTED.flatMap(filesIn);
  const all = (file: string) => [...readDocs(file), ...readRemarks(file)];

  test('use no forbidden words and no riddles', () => {
    expect(files.length).toBeGreaterThan(200);
    expect(listFindings(files, all, matches(FORBIDDEN))).toEqual([]);
    expect(listFindings(files, all, matches(RIDDLES))).toEqual([]);
  });

  test('start with a verb or a noun, not with a fragment', () => {
    expect(listFindings(files, readDocs, matches(FRAGMENT))).toEqual([]);
  });

  test(`have sentences of at most ${MOST_WORDS} words, in lines of at most ${MOST_COLUMNS} columns`, () => {
    const isLong = (text: string) => sentencesOf(text).some((each) => each.split(/\s+/).length > MOST_WORDS);
    expect(listFindings(files, readDocs, isLong)).toEqual([]);
    const isWide = (line: string) => line.length > MOST_COLUMNS && /^\s*(\/\*\*|\*|\/\/(?! biome-ignore)) /.test(line);
    expect(listFindings(files, (file) => read(file).split('\n'), isWide)).toEqual([]);
  });

  test('of settings use no forbidden words either', () => {
    const remarks = (file: string) => read(file).match(/# .*$/gm) ?? [];
    expect(listFindings(SETTINGS, remarks, matches(FORBIDDEN))).toEqual([]);
  });
});
