import { z } from 'zod';
import { record, text } from '../../journey/base/bounded.ts';
import { MOST } from '../../journey/base/limits.ts';

/** What a message of a service is made of: read by message.ts, documented by documented.ts. */

/** Whatever an event or a profile holds. Its size is limited as a whole. */
export const Properties = record(text(MOST.property), z.unknown(), {
  max: MOST.properties,
  error: 'must be an object',
});

export const IncomingEventName = text(MOST.eventName, { error: 'must be the name of the event' })
  .min(1, 'is empty')
  .regex(/^[^$]/, 'begins with "$", which is for events of our own');

/** The body as a whole, before it is known what it means. */
export const MessageBody = record(text(MOST.property), z.unknown(), {
  max: MOST.properties,
  error: 'must be a JSON object',
});
