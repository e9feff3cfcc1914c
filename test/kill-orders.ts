import { appendFileSync, closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { SendRef } from '../store/messages/message.ts';

/** A point of a send that a worker process passed. */
export interface Passed {
  readonly pid: number;
  readonly instance: string;
  readonly point: string;
}

const logIn = (directory: string) => path.join(directory, 'passed.log');

/**
 * Kills this process at the point that a send's journey ID ends with, once per instance: any worker that reaches the
 * point in `…-delivered` dies there. Records every point that a send passes.
 */
export function createKillOrders(directory: string): (point: string, send?: SendRef) => void {
  return (point, send) => {
    if (!send) return;
    const passed: Passed = { pid: process.pid, instance: send.instance, point };
    appendFileSync(logIn(directory), `${JSON.stringify(passed)}\n`);
    if (send.journey.endsWith(`-${point}`) && isFirst(directory, send)) process.kill(process.pid, 'SIGKILL');
  };
}

function isFirst(directory: string, { instance }: SendRef): boolean {
  try {
    closeSync(openSync(path.join(directory, encodeURIComponent(instance)), 'wx'));
    return true;
  } catch {
    return false;
  }
}

export const readPassed = (directory: string): readonly Passed[] =>
  existsSync(logIn(directory))
    ? readFileSync(logIn(directory), 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as Passed)
    : [];
