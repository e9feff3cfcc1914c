import type { Response } from 'express';
import type { StreamContent } from './route.ts';

/** Interval of heartbeat comments, which keep proxies from closing an idle stream. */
const BEAT_MS = 15_000;
/** After this time the stream ends; the client reconnects and is authenticated again. */
const LONGEST_MS = 600_000;
/** Bytes that may wait for a slow reader before the stream is cut off. */
const MOST_WAITING = 1_000_000;

export interface StreamOptions {
  /** Called at each heartbeat. Revoking a key thus ends the streams that it opened. */
  readonly isAllowed?: () => Promise<boolean>;
  readonly beatMs?: number | undefined;
}

/** Sends server-sent events (WHATWG HTML, 9.2) until either side ends the stream. */
export function sendStream(
  response: Response,
  { open }: StreamContent,
  { isAllowed: mayGoOn = async () => true, beatMs = BEAT_MS }: StreamOptions = {},
): void {
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no', // keeps nginx from buffering
  });
  response.flushHeaders();
  const end = () => response.end();
  const beat = setInterval(() => {
    response.write(':\n\n');
    void mayGoOn().then((may) => may || end());
  }, beatMs);
  const longest = setTimeout(end, LONGEST_MS);
  const stop = open({
    send(event, data) {
      if (response.writableLength > MOST_WAITING) response.destroy();
      else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    },
    end,
  });
  response.once('close', () => {
    clearInterval(beat);
    clearTimeout(longest);
    stop();
  });
}
