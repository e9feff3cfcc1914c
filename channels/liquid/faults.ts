import { MAX_TEMPLATE, RENDER_MS } from './engine.ts';
import type { Wall } from './wall.ts';

/** Time limit for all fields of a message together. */
export const WALL_MS = 250;

/** Matches the position at the end of Liquid's messages. */
const PLACE = /, line:(\d+), col:\d+$/;
export const lineOf = (failure: unknown): number | undefined => {
  const line = failure instanceof Error ? PLACE.exec(failure.message)?.[1] : undefined;
  return line === undefined ? undefined : Number(line);
};

export const TOO_SLOW = `takes longer than ${RENDER_MS} ms`;
const IN_AUTHORS_WORDS: Readonly<Record<string, string>> = {
  'template render limit exceeded': TOO_SLOW,
  'memory alloc limit exceeded': 'creates too much text or too many items while rendering',
  'parse length limit exceeded': `is longer than ${MAX_TEMPLATE} characters`,
};

/** Returns why a template failed, in words for its author. */
export function reasonOf(failure: unknown, wall: Wall): string {
  if (wall.isOverTime(failure)) return `does not end within ${WALL_MS} ms`;
  const message = failure instanceof Error ? failure.message.replace(PLACE, '') : String(failure);
  return IN_AUTHORS_WORDS[message] ?? message.slice(0, 300);
}
