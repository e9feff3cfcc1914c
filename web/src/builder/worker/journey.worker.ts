import type { Known, Validation } from '../../../../journey/validate/index';
import { validate } from '../../../../journey/validate/index';
import type { DraftDocument, Point } from '../model/document';
import { tidy } from '../model/layout';

/** What takes long is done beside the page: nothing that is typed or drawn waits for it. */
export interface Tasks {
  validate(document: DraftDocument, known: Known): Validation;
  tidy(document: DraftDocument): Readonly<Record<string, Point>>;
}

const tasks: Tasks = { validate, tidy };

export interface Asked {
  readonly nr: number;
  readonly task: keyof Tasks;
  readonly given: readonly unknown[];
}

export type Answered = { readonly nr: number } & ({ readonly value: unknown } | { readonly failed: string });

const answer = (answered: Answered) => postMessage(answered);

addEventListener('message', ({ data: { nr, task, given } }: MessageEvent<Asked>) => {
  try {
    const run = tasks[task] as (...args: readonly unknown[]) => unknown;
    answer({ nr, value: run(...given) });
  } catch (error) {
    answer({ nr, failed: String(error) });
  }
});
