import { JourneyId } from '../../base/ids.ts';
import type { Count } from '../../engine/counts.ts';
import { type EnginePass, isInside } from './pass.ts';

/** Creates the counts of a world, from trace lines as in the store. */
export function createNumbers() {
  const counted = new Map<string, number>();
  const nameOf = (journey: JourneyId, node: string, measure: string) => `${journey}\n${node}\n${measure}`;
  const sum = (journey: JourneyId, node: string, of: (measure: string) => boolean): number => {
    let all = 0;
    for (const [name, n] of counted) {
      const [inJourney, atNode, measure = ''] = name.split('\n');
      if (inJourney === journey && atNode === node && of(measure)) all += n;
    }
    return all;
  };

  return {
    add(journey: JourneyId, counts: readonly Count[]) {
      for (const { node, measure } of counts) {
        const name = nameOf(journey, node, measure);
        counted.set(name, (counted.get(name) ?? 0) + 1);
      }
    },

    /** Returns the counts that disagree with the instances, in words; empty if all agree (design.md §7.12). */
    check(passes: readonly EnginePass[]): readonly string[] {
      const journeys = new Set([...counted.keys()].map((name) => JourneyId.parse(name.split('\n')[0])));
      return [...journeys].flatMap((journey) => {
        const own = passes.filter(({ version }) => version.document.id === journey);
        const inside = own.filter(isInside);
        const of = (measure: string) => sum(journey, '', (each) => each === measure);
        const exited = sum(journey, '', (each) => each.startsWith('exited:'));
        const nodes = new Set(own.flatMap(({ version }) => Object.keys(version.document.nodes)));
        return [
          unequal(`${journey}: qualified`, of('qualified'), of('refused') + of('control') + of('entered')),
          unequal(`${journey}: entered`, of('entered'), inside.length + exited),
          ...[...nodes].map((node) =>
            unequal(
              `${journey} at ${node}: arrived`,
              sum(journey, node, (each) => each === 'arrived'),
              inside.filter(({ instance }) => instance.at === node).length +
                sum(journey, node, (each) => each.startsWith('left:') || each === 'exited'),
            ),
          ),
        ].flat();
      });
    },
  };
}

const unequal = (what: string, is: number, shouldBe: number): readonly string[] =>
  is === shouldBe ? [] : [`${what} ${is} <> ${shouldBe}`];
