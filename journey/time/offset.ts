import { z } from 'zod';
import { after, type Instant, inWords, WaitLength } from './time.ts';

/** A length of time before or after a date. Days are calendar days. */
export const Offset = z
  .strictObject({ by: WaitLength, direction: z.enum(['before', 'after']) })
  .meta({ id: 'Offset', description: 'So long before or after the date; days are calendar days' });
export type Offset = z.infer<typeof Offset>;

/** Returns a date moved by an offset; the date itself without one. */
export const withOffset = (date: Instant, offset: Offset | undefined, zone: string): Instant =>
  offset ? after(date, offset.by, zone, offset.direction === 'before' ? -1 : 1) : date;

/** Describes an offset as a prefix for the date: `3 days before `. */
export const inFront = (offset: Offset | undefined): string =>
  offset ? `${inWords(offset.by)} ${offset.direction} ` : '';
