import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readHistory } from '../../testkit/history-file.ts';
import { decisionsIn } from '../../testkit/replay.ts';
import { HistoryUnreadable, readPast } from './past.ts';

const HISTORIES = new URL('../../test/histories/', import.meta.url);
const historyIn = (file: string) => readHistory(readFileSync(new URL(file, HISTORIES), 'utf8'));
const files = readdirSync(HISTORIES).filter((name) => name.endsWith('.json'));

describe('what a history contains of its instance', () => {
  test.each(files)('C14 %s: every decision is a step, in order, to the end', (file) => {
    const history = historyIn(file);
    const { first, last, steps } = readPast([history]);
    const decided = decisionsIn(history).filter(({ delta }) => delta.step !== undefined);
    expect(steps.map(({ decision }) => decision.delta.step)).toEqual(decided.map(({ delta }) => delta.step));
    expect(last.step).toBe(first.step + steps.length);
    const isLastRun = file !== 'continue-as-new-1.json';
    expect(last.exit !== null).toBe(isLastRun);
  });

  test('C14 a chain of runs is one past, from the entry to the exit', () => {
    const { first, last, steps } = readPast([historyIn('continue-as-new-1.json'), historyIn('continue-as-new-2.json')]);
    expect([first.step, steps.length]).toEqual([0, last.step]);
    expect(last.exit).toEqual({ reason: 'completed' });
  });

  test.each([
    { file: 'message-sent.json', result: 'sent' },
    { file: 'message-failed.json', result: 'failed' },
    { file: 'activity-answered.json', result: 'sent' },
  ])('C14 $file: its send came to $result', ({ file, result }) => {
    expect(readPast([historyIn(file)]).sends.map((send) => send.result)).toEqual([result]);
  });

  test('C14 the outcome of a send that hasn’t returned is unknown', () => {
    const { events } = historyIn('message-sent.json');
    const cut = events?.findIndex((event) => event.activityTaskCompletedEventAttributes);
    expect(readPast([{ events: events?.slice(0, cut) ?? [] }]).sends).toMatchObject([{ result: null }]);
  });

  test('C14 a history with a decision missing, or of something else, is refused', () => {
    const { events = [] } = historyIn('continue-as-new-1.json');
    const third = events?.filter((event) => event.markerRecordedEventAttributes)[2];
    const gap = { events: events?.filter((event) => event !== third) ?? [] };
    expect(() => readPast([gap])).toThrow(HistoryUnreadable);
    expect(() => readPast([{ events: events?.slice(1) ?? [] }])).toThrow(HistoryUnreadable);
  });
});
