import { suggest } from '../base/nearest.ts';
import type { Flaw } from '../base/refusal.ts';
import type { Settings } from '../delivery/settings.ts';
import { findQuietFlaws } from './quiet-hours.ts';

/** Checks settings beyond their shape: quiet hours leave time, topics are unique, and caps name existing topics. */
export function validateSettings({ quietHours, topics, frequencyCaps }: Settings): readonly Flaw[] {
  const ids = topics.map(({ id }) => id);
  return [
    ...findQuietFlaws(quietHours),
    ...ids.flatMap((id, nth) =>
      ids.indexOf(id) === nth
        ? []
        : [{ path: `topics.${nth}.id`, message: `the topic "${id}" is listed twice`, fix: 'remove one of the two' }],
    ),
    ...frequencyCaps.flatMap((cap, nth) =>
      cap.topics
        .filter((topic) => !ids.includes(topic))
        .map((topic) => ({
          path: `frequencyCaps.${nth}.topics`,
          message: `the cap of ${cap.max} in ${cap.per} names the topic "${topic}", which doesn't exist`,
          fix: ids.length === 0 ? 'add the topic first' : suggest(topic, ids),
        })),
    ),
  ];
}
