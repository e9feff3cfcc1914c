import { MockActivityEnvironment } from '@temporalio/testing';
import { describe, expect, test, vi } from 'vitest';
import type { Written } from '../channels/write.ts';
import { InstanceId, JourneyId, NodeId, PersonId, WorkspaceId } from '../journey/base/ids.ts';
import { CHANNELS, type Channel } from '../journey/delivery/channel.ts';
import { Journey } from '../journey/document/document.ts';
import { compile } from '../journey/engine/version.ts';
import { instant } from '../journey/time/time.ts';
import { LEASE_MS, type SendRef, type Settlement } from '../store/messages/message.ts';
import { WRITINGS } from './hand-over.ts';
import { createSend } from './send.ts';

const HELLO = compile(
  Journey.parse({
    id: 'hello',
    name: 'Hello',
    entry: { type: 'api' },
    start: 'mail',
    nodes: {
      mail: { type: 'message', channel: 'inApp', content: { text: 'Hello' }, then: 'end' },
      end: { type: 'exit' },
    },
  }),
  1,
);

const SEND: SendRef = {
  workspace: WorkspaceId.parse('main'),
  person: PersonId.parse('p'),
  instance: InstanceId.parse('i'),
  journey: JourneyId.parse('hello'),
  version: 1,
  node: NodeId.parse('mail'),
  visit: 1,
  channel: 'inApp',
};

/** One attempt at a send whose text was written so, and what became of it. */
async function attempted(attempt: number, written: Written, onClaim = () => {}) {
  const said: (Settlement | 'released')[] = [];
  const send = createSend({
    messages: {
      async claim() {
        onClaim();
        return { type: 'claimed', now: instant(0), userId: 'ana', profile: {}, context: {}, attempt: 1 };
      },
      handOver: async () => true,
      handOverToDevice: async () => true,
      renew: async () => {},
      yieldClaim: async () => {
        said.push('released');
      },
      release: async () => {
        said.push('released');
        return { type: 'later', ms: 1 };
      },
      async settle(_send, settlement) {
        said.push(settlement);
        return settlement.outcome;
      },
    },
    versions: { get: async () => HELLO },
    adapters: Object.fromEntries(CHANNELS.map((channel) => [channel, accepting(channel)])) as Record<
      Channel,
      ReturnType<typeof accepting>
    >,
    write: () => written,
  });
  const failure = await new MockActivityEnvironment({ attempt }).run(send, SEND).catch((cause: Error) => cause.message);
  return { said, failure };
}

const accepting = (channel: Channel) => ({
  channel,
  provider: 'test',
  delivery: 'honours-keys' as const,
  deliver: async () => ({ type: 'accepted' as const, providerId: '1' }),
});

const failed = (isLate: boolean): Written => ({ ok: false, reason: 'the template took too long', isLate });

describe('a message that couldn’t be rendered', () => {
  test.each([1, WRITINGS - 1])(
    'rendering took too long, at attempt %i: a stalled machine isn’t a failed message, so it is tried again',
    async (attempt) => {
      expect(await attempted(attempt, failed(true))).toEqual({
        said: ['released'],
        failure: 'the template took too long',
      });
    },
  );

  test('rendering took too long every time: it has failed, with the reason', async () => {
    const { said } = await attempted(WRITINGS, failed(true));
    expect(said).toMatchObject([{ outcome: 'failed', detail: 'the template took too long' }]);
  });

  test('a faulty template: it fails immediately', async () => {
    expect((await attempted(1, failed(false))).said).toMatchObject([{ outcome: 'failed' }]);
  });

  test('a rendered message: it is handed over', async () => {
    const { said } = await attempted(1, {
      ok: true,
      channel: 'email',
      to: 'ana',
      content: { template: 'mail', text: 'Hello' },
    });
    expect(said).toMatchObject([{ outcome: 'sent', template: 'mail' }]);
  });
});

test('C28 an attempt whose process stood still after its claim hands nothing over: another may hold the claim', async () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const written = { ok: true, channel: 'email', to: 'ana', content: { template: 'mail', text: 'Hello' } } as const;
  const stoodStill = () => {
    now = LEASE_MS + 1;
  };
  expect(await attempted(1, written, stoodStill)).toMatchObject({
    said: ['released'],
    failure: expect.stringContaining('under way'),
  });
  clock.mockRestore();
});
