import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lookUp, namesBelow, namesIn, Path, pathBelow, pathOf, TraitName, traitOf } from './path.ts';

const ODD = { 'utm.source': 1, $browser: 2, 'a[0]': 3, 'say "hi"': 4, '': 5, 'back\\slash': 6, deep: { 'geo.lat': 7 } };

describe('D6 names with dots, dollar signs and brackets have a path', () => {
  test.each([
    ['event["utm.source"]', ['event', 'utm.source'], 1],
    ['event.$browser', ['event', '$browser'], 2],
    ['event["$browser"]', ['event', '$browser'], 2],
    ['event["a[0]"]', ['event', 'a[0]'], 3],
    [String.raw`event["say \"hi\""]`, ['event', 'say "hi"'], 4],
    ['event[""]', ['event', ''], 5],
    [String.raw`event["back\\slash"]`, ['event', 'back\\slash'], 6],
    ['event.deep["geo.lat"]', ['event', 'deep', 'geo.lat'], 7],
    ['event["deep"]["geo.lat"]', ['event', 'deep', 'geo.lat'], 7],
  ])('D6 %s', (path, names, value) => {
    expect(Path.parse(path)).toBe(path);
    expect(namesIn(path)).toEqual(names);
    expect(lookUp(path, { profile: {}, context: {}, event: ODD })).toBe(value);
  });

  test.each([
    ...['event', 'event[', 'event["a"', 'event["a"]b', 'event[a]', "event['a']", 'event.["a"]', 'other["a"]'],
    ...[
      'event["a"].',
      String.raw`event["\x"]`,
      'event.a[0]',
      `event["${'a'.repeat(201)}"]`,
      `event${'["a"]'.repeat(11)}`,
    ],
  ])('D6 %j is no path', (path) => {
    expect(Path.safeParse(path).success).toBe(false);
  });

  test('D6 whatever the names, their path reads them again, alone and below a root', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...'a.$[]"\\ 0'), maxLength: 6 }),
    );
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const path = pathOf(['event', ...names]);
        expect(namesIn(path)).toEqual(['event', ...names]);
        expect(pathBelow('event', pathOf(names))).toBe(path);
        expect(namesBelow(pathOf(names))).toEqual(names);
        if (path.length < 200) expect(Path.safeParse(path).success).toBe(true);
      }),
    );
  });

  test.each([
    ['plan', 'plan'],
    ['["address.city"]', 'address.city'],
    ['["a"]["b"]', undefined],
    ['["a"', undefined],
  ])('D6 the trait %s is named %s', (written, name) => {
    expect(traitOf(written)).toBe(name);
    expect(TraitName.safeParse(written).success).toBe(name !== undefined);
  });
  test('D6 a trait with a dot and no brackets is refused, since it may mean a value in an object', () => {
    expect(TraitName.safeParse('address.city').success).toBe(false);
  });
});
