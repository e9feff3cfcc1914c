import { z } from 'zod';
import { JourneyState } from '../../journey/lifecycle/state.ts';
import { Time } from '../paging.ts';

const LiveNode = z.object({
  here: z.int().describe('There now, of all versions'),
  held: z.int().describe('Of those, kept from going on by a pause or by quiet hours'),
  stuck: z.int().describe('Of those, with whom something is wrong: a fault of ours, or a move that is overdue'),
  measures: z.record(z.string(), z.int()).describe('`arrived`, `left:<port>`, `exited`, `message:<outcome>`'),
});

/** The whole, and what of it has changed: nodes that are as they were are left out of the latter. */
export const LiveSchema = z
  .object({
    at: Time,
    state: JourneyState,
    version: z.int().describe('The running one'),
    entered: z.int(),
    inside: z.int(),
    nodes: z.record(z.string(), LiveNode).describe('Those that somebody has come to'),
  })
  .meta({ id: 'LiveCounts' });
export type LiveCounts = z.infer<typeof LiveSchema>;
