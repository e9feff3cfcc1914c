const SOONEST_MS = 1_000;
const LATEST_MS = 60_000;

/**
 * Reads a stream of server-sent events until stopped, and calls back with `unread` of each. `EventSource` can't send a
 * token. After a failure, waits twice as long as before, and up to a second more, so that not everybody returns at once.
 */
export function follow(
  open: (signal: AbortSignal) => Promise<Response>,
  onChange: (unread: number) => void,
): () => void {
  const stop = new AbortController();
  const run = async () => {
    let waitMs = SOONEST_MS;
    while (!stop.signal.aborted) {
      try {
        const answer = await open(stop.signal);
        if (answer.ok && answer.body) {
          await readEvents(answer.body, (unread) => {
            waitMs = SOONEST_MS;
            onChange(unread);
          });
        } else waitMs = Math.min(LATEST_MS, waitMs * 2);
      } catch {
        waitMs = Math.min(LATEST_MS, waitMs * 2);
      }
      await pause(waitMs + Math.random() * SOONEST_MS, stop.signal);
    }
  };
  void run();
  return () => stop.abort();
}

async function readEvents(body: ReadableStream<Uint8Array>, onUnread: (unread: number) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, data] = /^event: feed\ndata: (.*)$/m.exec(block) ?? [];
      if (data !== undefined) onUnread(JSON.parse(data).unread);
    }
  }
}

const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
