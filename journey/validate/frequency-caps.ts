import type { Flaw } from '../base/refusal.ts';
import { binds, type FrequencyCap } from '../delivery/frequency-caps.ts';
import { inMs } from '../time/time.ts';
import type { Graph } from './graph.ts';

/** Warns of frequency caps that have no effect. */
export function idleCaps({ document: { frequencyCaps: caps }, places }: Graph): readonly Flaw[] {
  const bound = places.flatMap(({ node }) => (node.type === 'message' && !node.transactional ? [node] : []));
  return caps.flatMap((cap, index) => {
    const path = `frequencyCaps.${index}`;
    if (!bound.some((message) => binds(cap, message)))
      return [
        {
          path,
          message: `the cap of ${words(cap)} doesn't apply to any message in this journey: no message has its channel, tags and topics`,
          fix: 'correct its channels, tags or topics, or give a message the tag',
        },
      ];
    const same = caps.findIndex((other) => isSame(other, cap));
    if (same < index)
      return [{ path, message: `the cap of ${words(cap)} is listed twice`, fix: 'remove one of the two' }];
    const stricter = caps.find((other) => other !== cap && !isSame(other, cap) && isWithin(other, cap));
    return stricter
      ? [
          {
            path,
            message: `the cap of ${words(cap)} is never reached: the cap of ${words(stricter)} fills up first`,
            fix: 'remove it, or correct one of the two',
          },
        ]
      : [];
  });
}

const words = ({ max, per }: FrequencyCap): string => `${max} in ${per}`;

const sameScope = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((each) => b.includes(each));

const isSame = (a: FrequencyCap, b: FrequencyCap): boolean => isWithin(a, b) && isWithin(b, a);

/** Returns whether the second cap always has room when the first does. */
const isWithin = (a: FrequencyCap, b: FrequencyCap): boolean =>
  sameScope(a.channels, b.channels) &&
  sameScope(a.tags, b.tags) &&
  sameScope(a.topics, b.topics) &&
  a.max <= b.max &&
  inMs(a.per) >= inMs(b.per);
