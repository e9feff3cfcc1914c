import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Adapter } from '../channels/port.ts';
import { Template } from '../journey/delivery/template.ts';
import { Journey, type JourneyInput } from '../journey/document/document.ts';
import { publish } from '../store/lifecycle/publish.ts';
import { readLibrary } from '../store/templates/library.ts';
import { deleteTemplate, putTemplate } from '../store/templates/templates.ts';
import { createGate } from './gate.ts';
import { type House, openHouse, type Place } from './house.ts';
import { createProviders } from './providers.ts';

const DOCUMENT: JourneyInput = {
  id: 'hello',
  name: 'Hello',
  entry: { type: 'event', event: 'Signed Up' },
  start: 'hello',
  nodes: {
    hello: { type: 'message', channel: 'email', template: { id: 'welcome' }, then: 'end' },
    end: { type: 'exit' },
  },
};

let house: House;
let place: Place;
const gate = createGate();
const sent: unknown[] = [];
const email: Adapter = {
  channel: 'email',
  provider: 'test',
  delivery: 'honours-keys',
  async deliver({ content, key }) {
    sent.push(content);
    return { type: 'accepted', providerId: key };
  },
};
beforeAll(async () => {
  house = await openHouse();
  place = await house.place();
  await house.start({ adapters: { ...createProviders().adapters, email }, passing: (point) => gate.passing(point) });
});
afterAll(() => house.close());

const put = (text: string) => {
  const template = Template.parse({
    ...{ kind: 'message', id: 'welcome', name: 'Welcome', channel: 'email' },
    content: { subject: '{{ profile.name }}', text },
  });
  return putTemplate(house.database, {
    workspace: place.workspace,
    id: 'welcome',
    actor: 'test',
    template,
    blocks: [],
  });
};

test('if a template is changed and deleted during a send, the send keeps its version and records it', async () => {
  await put('one');
  await put('two');
  const document = Journey.parse(DOCUMENT);
  const library = await readLibrary(house.database.sql, place.workspace, document);
  await publish(house.database, place.workspace, document, 'test', { library });
  await put('three');
  await place.tell({ userId: 'ana', traits: { email: 'ana@example.com', name: 'Ana' } });

  const claimed = gate.hold('claimed');
  await place.track('ana', 'Signed Up');
  await claimed.reached;
  const erase = () => deleteTemplate(house.database, { workspace: place.workspace, id: 'welcome', actor: 'test' });
  expect(await erase()).toMatchObject({ ok: false, refusal: { code: 'template-in-use' } });
  claimed.release();

  await place.until('ana', { exit: { reason: 'completed' } });
  const messages = await house.database.sql`
    select template, template_version as version, outcome from messages where workspace = ${place.workspace}`;
  expect(messages).toEqual([{ template: 'welcome', version: 2, outcome: 'sent' }]);
  expect(sent).toEqual([{ template: 'welcome', subject: 'Ana', text: 'two' }]);
});
