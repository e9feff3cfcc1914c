import type { JsonObject } from '../json.ts';

/** A person's traits. Those that the product itself reads are named in profile.ts. */
export type Profile = JsonObject;
