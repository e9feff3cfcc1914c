import { useMemo } from 'react';
import type { JsonObject } from '../../../journey/base/json';
import { useBuilder } from '../canvas/store';
import type { Problem } from '../document/problems';
import type { FormAround } from '../forms/form-context';
import { useSeen } from '../forms/use-seen';

const NONE: readonly string[] = [];
/** Prefixes under which a value of an event can be read. */
const AS = ['event', 'context.entry'];

/** Returns a form's context: suggestions and problems. `prefix` is the form's path in the document. */
export function useFormAround(root: JsonObject, prefix: string, asked: readonly string[] = NONE): FormAround {
  const seen = useSeen(AS);
  const problems = useBuilder((state) => state.problems);
  return useMemo(() => {
    return {
      root,
      asked,
      seen,
      problemAt: (path) => sayingOf(problems, prefix === '' ? path : `${prefix}.${path}`),
    };
  }, [seen, problems, root, prefix, asked]);
}

function sayingOf(problems: readonly Problem[], path: string): string | undefined {
  const found = problems.find((problem) => problem.path === path);
  return found && `${found.message}: ${found.fix}`;
}
