import { createEngine } from './liquid/engine.ts';
import { lineOf, reasonOf, WALL_MS } from './liquid/faults.ts';
import { nodeWall } from './liquid/wall.ts';

export interface TemplateFault {
  /** Line number, from 1. */
  readonly line: number;
  readonly message: string;
}

const checker = createEngine('text').liquid;

/** Returns the syntax error of a template, or undefined if it is valid. The API calls this before publishing. */
export function checkTemplate(text: string): TemplateFault | undefined {
  const fault = attempt(text);
  return fault?.isLate ? attempt(text)?.fault : fault?.fault; // a busy machine may be the cause
}

function attempt(text: string): { readonly fault: TemplateFault; readonly isLate: boolean } | undefined {
  try {
    nodeWall.within(WALL_MS, () => checker.parse(text));
    return undefined;
  } catch (failure) {
    const fault = { line: lineOf(failure) ?? 1, message: reasonOf(failure, nodeWall) };
    return { fault, isLate: nodeWall.isOverTime(failure) };
  }
}
