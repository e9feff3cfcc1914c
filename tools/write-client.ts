import { writeFileSync } from 'node:fs';
import { clientTypes } from './client-types.ts';

writeFileSync(new URL('../web/src/client/schema.d.ts', import.meta.url), await clientTypes());
