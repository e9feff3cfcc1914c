import { text } from '../base/bounded.ts';
import { MOST } from '../base/limits.ts';
import { broken } from '../base/refusal.ts';

/** The ID of a topic that users can subscribe to, such as `newsletter`. */
export const Topic = text(MOST.slug, { min: 1 })
  .refine(
    (given) => /^[a-z0-9][a-z0-9-]*$/.test(given),
    broken('has the wrong format', 'use lowercase letters, digits and hyphens, such as "newsletter"'),
  )
  .meta({ pattern: '^[a-z0-9][a-z0-9-]*$' });
