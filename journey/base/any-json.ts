import { z } from 'zod';
import { list, record, text } from './bounded.ts';
import type { JsonValue } from './json.ts';
import { MOST } from './limits.ts';

/** Any JSON value in a document. `validate/size.ts` limits how deep the whole document is nested. */
export const Json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    text(MOST.content),
    z.number(),
    z.boolean(),
    z.null(),
    list(Json, MOST.members),
    record(text(MOST.member), Json, { max: MOST.members }),
  ]),
);
