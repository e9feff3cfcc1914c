import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe } from 'vitest';
import { nodeWall } from '../channels/liquid/wall.ts';
import { createRenderer } from '../channels/templates.ts';
import { createWrite } from '../channels/write.ts';
import { Segment } from '../journey/segments/segment.ts';
import { instant } from '../journey/time/time.ts';
import { type Act, type RehearsalOf, rehearse } from '../journey/world/rehearsal/rehearsal.ts';
import { scenarioText } from '../journey/world/rehearsal/scenario-text.ts';
import { loadExample } from './scenario.ts';

/** "Copy as test" gives a scenario: each rehearsal here is copied into a file, whose tests, three ways, are these. */
const HOUR = 3_600_000;
const MINUTE = 60_000;
/** A Thursday evening: 21:30 in Amsterdam. */
const BEGINS = instant(Date.parse('2026-11-26T20:30:00Z'));
const until = (ms: number): Act => ({ type: 'until', at: instant(BEGINS + ms) });
const ANA = { email: 'ana@example.com', phone: '+31612345678', pushToken: 'token', consent: { sms: true } };
const about = { begins: BEGINS, user: 'ana', traits: ANA };
const MEMBERS = Segment.parse({
  id: 'new-loyalty-members',
  name: 'New loyalty members',
  condition: { did: 'Loyalty Joined', within: '30d' },
});

const REHEARSED: readonly RehearsalOf[] = [
  {
    ...about,
    document: loadExample('abandoned-cart'),
    segments: [],
    acts: [
      { type: 'enter', properties: { cartId: 'c1', price: 20 } },
      until(2 * MINUTE + 1),
      { type: 'provider', channel: 'sms', answering: { type: 'rejected', reason: 'no such number' } },
      until(2 * MINUTE + 2 * HOUR - 1),
      until(2 * MINUTE + 2 * HOUR + 1),
      until(2 * MINUTE + 4 * HOUR),
      { type: 'event', event: 'Charged', properties: { cartId: 'c1' } },
    ],
  },
  {
    ...about,
    document: loadExample('loyalty-onboarding'),
    segments: [MEMBERS],
    acts: [
      { type: 'event', event: 'Loyalty Joined', properties: {} },
      until(24 * HOUR + 1), // the SMS waits for the morning
      { type: 'traits', traits: { phone: '+31687654321' } },
      until(48 * HOUR),
    ],
  },
];

const directory = mkdtempSync(path.join(import.meta.dirname, '.rehearsed-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

for (const [nth, rehearsal] of REHEARSED.entries()) {
  const file = path.join(directory, `${nth}.ts`);
  writeFileSync(file, scenarioText(rehearsal, await rehearse(rehearsal, createWrite(createRenderer(nodeWall)))));
  describe(`copied as a test: ${rehearsal.document.name}`, () => import(pathToFileURL(file).href));
}
