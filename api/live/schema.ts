import { z } from 'zod';
import { JourneyState } from '../../journey/lifecycle/state.ts';
import { Time } from '../paging.ts';

const LiveNode = z.object({
  here: z.int().describe('Instances at the node now, in all versions'),
  held: z.int().describe('Instances among them that a pause or quiet hours holds'),
  stuck: z.int().describe('Instances among them with an internal error or an overdue move'),
  measures: z.record(z.string(), z.int()).describe('`arrived`, `left:<port>`, `exited`, `message:<outcome>`'),
});

/** Schema of the live counts. Updates leave out nodes that haven't changed. */
export const LiveSchema = z
  .object({
    at: Time,
    state: JourneyState,
    version: z.int().describe('The running version'),
    entered: z.int(),
    inside: z.int(),
    nodes: z.record(z.string(), LiveNode).describe('Nodes that at least one user has reached'),
  })
  .meta({ id: 'LiveCounts' });
export type LiveCounts = z.infer<typeof LiveSchema>;
