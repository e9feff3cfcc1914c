import { writeFileSync } from 'node:fs';
import { journeyJsonSchema } from '../journey/index.ts';

/** `npm run schema` after a change of the document: editors that are given this file complete and check journeys in JSON. */
writeFileSync(
  new URL('../docs/journey.schema.json', import.meta.url),
  `${JSON.stringify(journeyJsonSchema(), null, 2)}\n`,
);
