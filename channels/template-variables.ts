import type { JsonObject } from '../journey/base/json.ts';
import { lookUp, type Path } from '../journey/conditions/path.ts';
import { createEngine } from './liquid/engine.ts';
import type { Wording } from './templates.ts';

const { liquid } = createEngine('text');

/**
 * Returns the dotted variables that the templates read and `scope` lacks, in the order of reading. They render as
 * nothing or as their default. A template that can't be parsed adds none: see `checkTemplate`.
 */
export function unknownIn(wording: Wording, scope: JsonObject): readonly string[] {
  const texts = Object.values(wording).filter((field): field is string => typeof field === 'string');
  const read = texts.flatMap((text) => variablesIn(text)).filter((name) => SIMPLE.test(name));
  return [...new Set(read)].filter((name) => !isKnown(name, scope));
}

/** Matches dotted names. Names with brackets are left out, since they depend on other values. */
const SIMPLE = /^[A-Za-z_][\w-]*(\.[\w-]+)+$/;

function variablesIn(text: string): readonly string[] {
  try {
    return liquid.globalFullVariablesSync(text);
  } catch {
    return [];
  }
}

function isKnown(name: string, scope: JsonObject): boolean {
  const found = lookUp(name as Path, scope as unknown as Parameters<typeof lookUp>[1]);
  return found !== undefined && found !== null && found !== '';
}
