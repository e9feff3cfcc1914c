import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { z } from 'zod';

/** Prints one line for the user. */
export type Say = (line: string) => void;

export const sayOnTerminal: Say = (line) => {
  process.stdout.write(`${line}\n`);
};

/** Forwards a role's output line by line: readable on a terminal, unchanged for log collectors. */
export function passOn(role: string, from: Readable, isForPeople: boolean, say: Say): void {
  createInterface({ input: from }).on('line', (line) => say(isForPeople ? readable(role, line) : line));
}

const LogLine = z.looseObject({
  level: z.number(),
  msg: z.string(),
  err: z.looseObject({ message: z.string(), stack: z.string().optional() }).optional(),
});
const LEVELS: Readonly<Record<number, string>> = { 40: 'warning: ', 50: 'error: ', 60: 'fatal: ' };

export function readable(role: string, line: string): string {
  const name = role.padEnd(6);
  const logged = LogLine.safeParse(jsonOf(line));
  if (!logged.success) return `${name} │ ${line}`;
  const { level, msg, err } = logged.data;
  const detail = err ? (level >= 50 ? `\n${err.stack ?? err.message}` : `: ${err.message}`) : '';
  return `${name} │ ${LEVELS[level] ?? ''}${msg}${detail}`;
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined; // output that isn't a log line
  }
}
