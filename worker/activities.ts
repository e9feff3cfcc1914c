import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { type Activity, readDefinition } from '../channels/activity/define.ts';
import { messageOf } from '../journey/base/message-of.ts';
import { ConfigError } from './config.ts';

/**
 * Loads the activities that the given modules export: as named exports, as `default`, or in lists.
 * @throws ConfigError that names the module and what is wrong in it
 */
export async function loadActivities(files: readonly string[]): Promise<readonly Activity[]> {
  const found = (await Promise.all(files.map(loadFile))).flat();
  for (const [index, { file, activity }] of found.entries()) {
    const { name } = activity.registered;
    const other = found.slice(0, index).find((each) => each.activity.registered.name === name);
    if (other) throw toConfigError(file, `registers "${name}", which ${other.file} registers too: rename one of them`);
  }
  return found.map(({ activity }) => activity);
}

async function loadFile(file: string): Promise<readonly { readonly file: string; readonly activity: Activity }[]> {
  const module = await import(pathToFileURL(path.resolve(file)).href).catch((cause: unknown) => {
    throw toConfigError(file, `cannot be loaded: ${messageOf(cause)}`);
  });
  const exported = [...new Set(Object.values(module as object).flat() as unknown[])].filter(isDefinition);
  if (exported.length === 0) throw toConfigError(file, 'exports no activity: an object with name, input and run');
  return exported.map((each) => ({ file, activity: readActivity(file, each) }));
}

/** Tells activities from helpers that the module exports too. */
const isDefinition = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'run' in value && 'name' in value;

function readActivity(file: string, given: object): Activity {
  try {
    return readDefinition(given);
  } catch (cause) {
    const name = 'name' in given ? String(given.name) : '';
    const what = cause instanceof z.ZodError ? describeIssues(cause) : messageOf(cause);
    throw toConfigError(file, `activity "${name}": ${what}`);
  }
}

const describeIssues = ({ issues }: z.ZodError): string =>
  issues.map(({ path: at, message }) => `${at.map(String).join('.') || 'it'}: ${message}`).join('; ');

const toConfigError = (file: string, what: string): ConfigError =>
  new ConfigError(`SOJOURN_ACTIVITIES is invalid:\n  ${file} ${what}`);
