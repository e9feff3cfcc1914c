import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { RequestHandler } from 'express';

/** So much of a body that nobody wants is read over, to keep the connection. */
const MOST_SKIPPED_BYTES = 65_536;
/** How long, and how much, a client may go on sending after it has been answered: it may not have read the answer yet. */
const LINGER_MS = 1_000;
const LINGER_BYTES = 262_144;

/**
 * Ends the connection after an answer that came before the body had been read. Node would read all of it, however long, to find
 * the next request.
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
  }) as typeof writeHead; // the overloads are all of writeHead's own
  next();
};

const mayBeLong = ({ headers }: IncomingMessage): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > MOST_SKIPPED_BYTES;

/** A socket that is closed with something unread in it is reset, and the client may lose the answer to that. */
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
