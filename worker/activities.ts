import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Activity, readDefinition } from '../channels/activity/define.ts';
import { messageOf } from '../journey/base/message-of.ts';
import { ConfigError } from './config.ts';

/**
 * The activities that a company's modules export: a definition by name or as `default`, or a list of them.
 * @throws ConfigError that says which module is wrong, and where.
 */
export async function loadActivities(files: readonly string[]): Promise<readonly Activity[]> {
  const found = (await Promise.all(files.map(load))).flat();
  for (const [index, { file, activity }] of found.entries()) {
    const { name } = activity.told;
    const other = found.slice(0, index).find((each) => each.activity.told.name === name);
    if (other) throw wrong(file, `registers "${name}", and so does ${other.file}: give one of them another name`);
  }
  return found.map(({ activity }) => activity);
}

async function load(file: string): Promise<readonly { readonly file: string; readonly activity: Activity }[]> {
  const module = await import(pathToFileURL(path.resolve(file)).href).catch((cause: unknown) => {
    throw wrong(file, `cannot be loaded: ${messageOf(cause)}`);
  });
  const exported = [...new Set(Object.values(module as object).flat() as unknown[])].filter(isDefinition);
  if (exported.length === 0) throw wrong(file, 'exports no activity: an object with name, input and run');
  return exported.map((each) => ({ file, activity: read(file, each) }));
}

/** Helpers may be exported beside. */
const isDefinition = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'run' in value && 'name' in value;

function read(file: string, given: object): Activity {
  try {
    return readDefinition(given);
  } catch (cause) {
    const name = 'name' in given ? String(given.name) : '';
    const what = cause instanceof z.ZodError ? inWords(cause) : messageOf(cause);
    throw wrong(file, `activity "${name}": ${what}`);
  }
}

const inWords = ({ issues }: z.ZodError): string =>
  issues.map(({ path: at, message }) => `${at.map(String).join('.') || 'it'}: ${message}`).join('; ');

const wrong = (file: string, what: string): ConfigError =>
  new ConfigError(`SOJOURN_ACTIVITIES cannot be used:\n  ${file} ${what}`);
