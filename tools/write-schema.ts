import { writeFileSync } from 'node:fs';
import { journeyJsonSchema } from '../journey/index.ts';

/**
 * `npm run schema`: rewrites docs/journey.schema.json, with which editors complete and check journeys. Run it after
 * changing the document's schema.
 */
writeFileSync(
  new URL('../docs/journey.schema.json', import.meta.url),
  `${JSON.stringify(journeyJsonSchema(), null, 2)}\n`,
);
