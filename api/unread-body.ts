import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';

/** Unread bodies up to this size are skipped to keep the connection open. */
const MOST_SKIPPED_BYTES = 65_536;
/** How long, and how many bytes, a client may keep sending after the answer, since it may not have read it yet. */
const LINGER_MS = 1_000;
const LINGER_BYTES = 262_144;

/**
 * Closes the connection after an answer that was sent before the body was read. Node would otherwise read the whole
 * body, however long, to find the next request.
 */
export const closeUnread: RequestHandler = (request, response, next) => {
  if (!mayBeLong(request)) {
    next();
    return;
  }
  const { writeHead } = response;
  response.writeHead = ((...head: Parameters<typeof writeHead>) => {
    if (!request.complete) {
      response.setHeader('Connection', 'close');
      lingerAfterAnswer(request);
    }
    return writeHead.apply(response, head);
  }) as typeof writeHead; // passes on every overload unchanged
  next();
};

const mayBeLong = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > MOST_SKIPPED_BYTES;

/** Reads on briefly before closing: closing a socket with unread data resets it, and the client may lose the answer. */
function lingerAfterAnswer(request: IncomingMessage): void {
  const { socket } = request;
  socket.destroySoon = () => {
    socket.end();
    const from = socket.bytesRead;
    request.on('data', () => {
      if (socket.bytesRead - from > LINGER_BYTES) socket.destroy();
    });
    request.resume();
    destroyLater(socket);
  };
}

function destroyLater(socket: Socket): void {
  const late = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(late));
}
