import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, inject, test } from 'vitest';
import { type RoleProcess, startRole } from '../../test/role-process.ts';

const running: RoleProcess[] = [];
const start = async (...given: Parameters<typeof startRole>) => {
  const role = await startRole(...given);
  running.push(role);
  await expect.poll(role.readyStatus).toBe(200);
  return role;
};
afterEach(async () => {
  for (const role of running.splice(0)) await role.close();
});

test.each(['api', 'worker'] as const)('C5 a %s whose event loop stands still ends itself', async (name) => {
  const { child, output } = await start(name, { WATCHDOG_SECONDS: '2' });
  child.kill('SIGUSR2');
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
  expect(output()).toContain('the event loop has been blocked for 2 s');
});

test('C45 a worker is ready while Temporal answers, and not while it is away', async () => {
  const [host = '', port = ''] = inject('temporalAddress').split(':');
  const road = await openRoad(host, Number(port));
  const { readyStatus, origin } = await start('worker', { TEMPORAL_ADDRESS: `127.0.0.1:${road.port}` });
  await road.cut();
  await expect.poll(readyStatus).toBe(503);
  expect(await (await fetch(`${origin}/readyz`)).json()).toMatchObject({
    status: 'not ready',
    checks: { temporal: { ok: false }, workers: { ok: true }, database: { ok: true } },
  });
  expect((await fetch(`${origin}/livez`)).status).toBe(200);
  await road.mend();
  await expect.poll(readyStatus).toBe(200);
  await road.cut();
});

/** A way to a server that can be cut. */
async function openRoad(host: string, port: number) {
  const open = new Set<Socket>();
  const listen = async (on: number): Promise<Server> => {
    const server = createServer((from) => {
      const to = connect(port, host);
      for (const [one, other] of [
        [from, to],
        [to, from],
      ] as const) {
        open.add(one);
        one.on('error', () => {}).once('close', () => other.destroy());
        one.pipe(other);
      }
    });
    server.listen(on, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await listen(0);
  const address = server.address();
  const own = typeof address === 'object' && address ? address.port : 0;
  return {
    port: own,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      open.clear();
      await closed;
    },
    async mend() {
      server = await listen(own);
    },
  };
}
