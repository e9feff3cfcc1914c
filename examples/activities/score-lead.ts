import { z } from 'zod';
import { defineActivity } from '../../channels/activity/define.ts';

/** Scores how promising a user is. Run it with `SOJOURN_ACTIVITIES=examples/activities/score-lead.ts npm start`. */
export const scoreLead = defineActivity({
  name: 'score-lead',
  title: 'Score a lead',
  about: 'How promising a user is, by plan and size of the company. From 60 points on a lead is hot.',
  ports: ['hot', 'cold'],
  input: z.object({ plan: z.enum(['free', 'solo', 'team']), employees: z.number().int().min(1).default(1) }),
  output: z.object({ points: z.number() }),
  timeout: '10s',
  run({ plan, employees }) {
    const points = { free: 0, solo: 30, team: 50 }[plan] + Math.min(50, employees);
    return { port: points >= 60 ? 'hot' : 'cold', output: { points } };
  },
});
