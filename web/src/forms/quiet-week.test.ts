import { expect, test } from 'vitest';
import { QuietHours } from '../../../journey/delivery/quiet-hours';
import { quietWeek } from './quiet-week';

const week = (...rows: object[]) =>
  quietWeek(
    rows.map((row) => QuietHours.parse(row)),
    'email',
  ).map((day) => day.map((quiet) => ({ none: '.', some: 'o', all: '#' })[quiet]).join(''));

test('a night crosses midnight, and half hours are distinct', () => {
  expect(week({ from: '22:30', to: '06:00' })).toEqual(Array(7).fill('######................o#'));
});

test('the night of some days ends on the next; other channels are not quiet', () => {
  expect(week({ from: '22:00', to: '02:00', weekdays: [7] })).toEqual([
    '##......................',
    ...Array(5).fill('........................'),
    '......................##',
  ]);
  expect(new Set(week({ from: '00:00', to: '12:00', channels: ['sms'] }))).toEqual(
    new Set(['........................']),
  );
});

test('from and to alike: the whole day, as weekends are offered', () => {
  const all = '########################';
  expect(week({ from: '00:00', to: '00:00', weekdays: [6, 7] }).slice(4)).toEqual([
    '........................',
    all,
    all,
  ]);
});
