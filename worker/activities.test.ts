import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { loadActivities } from './activities.ts';
import { ConfigError } from './config.ts';

const directory = mkdtempSync(path.join(os.tmpdir(), 'sojourn-activities-'));
afterAll(() => rmSync(directory, { recursive: true }));

const ZOD = JSON.stringify(import.meta.resolve('zod'));
let files = 0;
/** A module as a company would write it, without imports from Sojourn. */
function moduleOf(text: string): string {
  files += 1;
  const file = path.join(directory, `m${files}.mjs`);
  writeFileSync(
    file,
    `import { z } from ${ZOD};\nconst one = (name) => ({ name, input: z.object({}), run() {} });\n${text}`,
  );
  return file;
}
const names = async (...texts: string[]) =>
  (await loadActivities(texts.map(moduleOf))).map(({ registered }) => registered.name);
const refusal = async (...texts: string[]): Promise<string> => {
  const loaded = loadActivities(texts.map(moduleOf));
  await expect(loaded).rejects.toBeInstanceOf(ConfigError);
  return loaded.catch((error: ConfigError) => error.message) as Promise<string>;
};

describe('the modules of SOJOURN_ACTIVITIES', () => {
  test('export activities by name, as default or as a list, next to helpers', async () => {
    expect(
      await names(
        'export const a = one("a");',
        'export default one("b");',
        'export default [one("c"), one("d")]; export const help = () => 1; export const N = 7;',
      ),
    ).toEqual(['a', 'b', 'c', 'd']);
  });

  test('one that is exported twice is one', async () => {
    expect(await names('export const a = one("a"); export default a;')).toEqual(['a']);
  });

  test.each([
    { given: 'a syntax error', text: 'export const = 1', says: /m\d+\.mjs cannot be loaded: / },
    { given: 'nothing', text: '', says: /exports no activity: an object with name, input and run/ },
    { given: 'a wrong name', text: 'export default one("A b")', says: /activity "A b": name: use lower-case letters/ },
  ])('$given is told with the module', async ({ text, says }) => {
    const message = await refusal(text);
    expect(message).toMatch(/^SOJOURN_ACTIVITIES is invalid:\n {2}\//);
    expect(message).toMatch(says);
  });

  test('two of one name are reported with both modules', async () => {
    expect(await refusal('export default one("same")', 'export default one("same")')).toMatch(
      /m\d+\.mjs registers "same", which .*m\d+\.mjs registers too: rename one of them/,
    );
  });

  test('a missing module is reported', async () => {
    await expect(loadActivities([path.join(directory, 'none.mjs')])).rejects.toThrow(/none\.mjs cannot be loaded: /);
  });
});
