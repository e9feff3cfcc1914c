import type { Response } from 'express';
import type { StreamContent } from './route.ts';

/** A line that says nothing, so that nothing on the way takes it for dead. */
const BEAT_MS = 15_000;
/** Then whoever reads connects again, and is asked again who they are. */
const LONGEST_MS = 600_000;
/** Nobody reads what is not read by then. */
const MOST_WAITING = 1_000_000;

export interface StreamOptions {
  /** Asked at each beat: whether the reader may still read. A key that was revoked ends what it has opened. */
  readonly mayGoOn?: () => Promise<boolean>;
  readonly beatMs?: number | undefined;
}

/** Server-sent events (WHATWG HTML, 9.2), until one of both ends leaves. */
export function stream(
  response: Response,
  { open }: StreamContent,
  { mayGoOn = async () => true, beatMs = BEAT_MS }: StreamOptions = {},
): void {
  response.status(200).set({
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-store',
    'X-Accel-Buffering': 'no', // nginx would keep it
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
