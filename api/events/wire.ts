import { z } from 'zod';
import { record, text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';

/** Schemas that message.ts parses with and documented.ts documents. */

/** The properties of an event or the traits of a profile, limited in total size. */
export const Properties = record(text(MOST.property), z.unknown(), {
  max: MOST.properties,
  error: 'must be an object',
});

/** An ID that isn't blank and has no control characters. Has no flags, since OpenAPI patterns allow none. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the pattern refuses control characters.
export const USABLE_ID = /^ *[^\s\0-\u001f\u007f-\u009f][^\0-\u001f\u007f-\u009f]*$/;

export const IncomingEventName = text(MOST.eventName, { error: 'must be the name of the event' })
  .min(1, 'is empty')
  .regex(/^[^$]/, 'begins with "$", which is reserved for events of Sojourn');

/** The body of an event route, before its meaning is known. */
export const MessageBody = record(text(MOST.property), z.unknown(), {
  max: MOST.properties,
  error: 'must be a JSON object',
});
