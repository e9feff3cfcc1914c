import { fragment } from './sql.ts';

/**
 * Holds for an event `e` that the instance `i` has not read and that concerns it: its name, a changed trait or a
 * changed membership is among the instance's interests.
 */
export const isUnreadAndOfInterest = fragment`e.workspace = i.workspace
  and e.person = i.person
  and e.position > i.read_to
  and (e.name = any(i.interests) or (starts_with(e.name, '$') and concerns(e.name, e.properties, i.interests)))`;
