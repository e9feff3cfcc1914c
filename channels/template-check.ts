import { createEngine } from './liquid/engine.ts';
import { lineOf, reasonOf, WALL_MS } from './liquid/faults.ts';
import { nodeWall } from './liquid/wall.ts';

export interface TemplateFault {
  /** From 1. */
  readonly line: number;
  readonly message: string;
}

const checker = createEngine('text').liquid;

/** What is wrong with the way a template is written; undefined if nothing is. The API asks this before publishing. */
export function checkTemplate(text: string): TemplateFault | undefined {
  try {
    nodeWall.within(WALL_MS, () => checker.parse(text));
    return undefined;
  } catch (failure) {
    return { line: lineOf(failure) ?? 1, message: reasonOf(failure, nodeWall) };
  }
}
