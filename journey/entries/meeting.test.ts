import { describe, expect, test } from 'vitest';
import { HOUR, T0 } from '../../test/samples/instance.ts';
import { instant } from '../time/time.ts';
import { cameAfterEnd, hasReadPast, type MetEntry } from './meeting.ts';

const byEvent: MetEntry = { event: { position: 9 }, moment: null, readsTo: null, graceUntil: null };
const laterEvent: MetEntry = { ...byEvent, event: { position: 10 } };
const byTime: MetEntry = { event: { position: 12 }, moment: T0, readsTo: 9, graceUntil: null };
const inGrace: MetEntry = { ...byTime, graceUntil: instant(T0 + HOUR) };
const graceEnds: MetEntry = { ...byTime, graceUntil: T0 };

describe('a live instance has read past an entry', () => {
  test.each<{
    readonly name: string;
    readonly met: MetEntry;
    readonly readTo: number | null;
    readonly wakesAt: number | null;
    readonly is: boolean;
  }>([
    { name: 'never before its first decision', met: byEvent, readTo: null, wakesAt: null, is: false },
    { name: 'not while the event is unread', met: byEvent, readTo: 8, wakesAt: null, is: false },
    { name: 'once it has read the event, whenever it wakes', met: byEvent, readTo: 9, wakesAt: T0 - 1, is: true },
    { name: 'once it has read what came before the moment', met: byTime, readTo: 9, wakesAt: null, is: true },
    { name: 'not while a deadline before the moment is open', met: byTime, readTo: 9, wakesAt: T0 - 1, is: false },
    { name: 'not while a deadline at the moment is open', met: byTime, readTo: 9, wakesAt: T0, is: false },
    { name: 'when a change came at the instant of a deadline', met: inGrace, readTo: 9, wakesAt: T0, is: true },
    { name: 'not when the grace period ends at a deadline', met: graceEnds, readTo: 9, wakesAt: T0, is: false },
    { name: 'when the next deadline is later', met: byTime, readTo: 9, wakesAt: T0 + 1, is: true },
    { name: 'not when a change came after an open deadline', met: inGrace, readTo: 9, wakesAt: T0 - 1, is: false },
  ])('$name → $is', ({ met, readTo, wakesAt, is }) => {
    expect(hasReadPast({ readTo, wakesAt: wakesAt === null ? null : instant(wakesAt) }, met)).toBe(is);
  });
});

describe('an entry came after the end of an instance', () => {
  const at = (time: number, isDeadline: boolean) => ({ at: instant(time), isDeadline });
  test.each<{
    readonly name: string;
    readonly met: MetEntry;
    readonly by: ReturnType<typeof at> | null;
    readonly is: boolean;
  }>([
    { name: 'always, if it was ended from outside', met: byEvent, by: null, is: true },
    { name: 'not if the instance has read its event', met: byEvent, by: at(T0 - 1, true), is: false },
    { name: 'if it came after what the instance had read', met: laterEvent, by: at(T0, true), is: true },
    { name: 'if the end came before the moment', met: byTime, by: at(T0 - 1, true), is: true },
    { name: 'not if the end came later', met: byTime, by: at(T0 + 1, false), is: false },
    { name: 'if an event ended it at the moment', met: inGrace, by: at(T0, false), is: true },
    { name: 'if a deadline ended it at the moment of an entry by time', met: byTime, by: at(T0, true), is: true },
    { name: 'not if a deadline ended it when the user changed', met: inGrace, by: at(T0, true), is: false },
  ])('$name → $is', ({ met, by, is }) => {
    expect(cameAfterEnd(met, { by, readTo: 9 })).toBe(is);
  });
});
