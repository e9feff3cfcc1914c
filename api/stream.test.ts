import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import express from 'express';
import { afterEach, expect, test } from 'vitest';
import type { StreamContent, StreamReader } from './route.ts';
import { sendStream } from './stream.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that streams this; answers its port. */
async function serving(content: StreamContent): Promise<number> {
  const app = express();
  app.get('/', (_, response) => sendStream(response, content));
  server = createServer(app);
  await new Promise<void>((listening) => server?.listen(0, '127.0.0.1', listening));
  return (server.address() as AddressInfo).port;
}

async function reading(content: StreamContent) {
  const port = await serving(content);
  const stop = new AbortController();
  const response = await fetch(`http://127.0.0.1:${port}`, { signal: stop.signal });
  return { response, leave: () => stop.abort() };
}

test('a viewer who leaves gets nothing more: their source is stopped', async () => {
  let isStopped = false;
  const open = () => () => {
    isStopped = true;
  };
  const { leave } = await reading({ open });
  expect(isStopped).toBe(false);
  leave();
  await expect.poll(() => isStopped).toBe(true);
});

test('ended by its source: earlier data is delivered, and it is stopped once', async () => {
  let stops = 0;
  const open = ({ send, end }: StreamReader) => {
    send('counts', { text: 'two\nlines' });
    end();
    return () => {
      stops += 1;
    };
  };
  const { response } = await reading({ open });
  expect(await response.text()).toBe('event: counts\ndata: {"text":"two\\nlines"}\n\n');
  await expect.poll(() => stops).toBe(1);
});

test('a viewer who doesn’t read is disconnected, and fills no memory', async () => {
  let isStopped = false;
  const open = ({ send }: StreamReader) => {
    const telling = setInterval(() => send('counts', 'x'.repeat(500_000)), 5);
    return () => {
      clearInterval(telling);
      isStopped = true;
    };
  };
  const socket = connect(await serving({ open }), '127.0.0.1').on('error', () => {}); // it is cut off
  socket.pause().write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
  await expect.poll(() => isStopped).toBe(true);
  socket.destroy();
});
