import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { deny, toProblem } from './problem.ts';

/** Answers what is not HTTP, or has too long a head: that never comes as far as Express. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Pick<Socket, 'writable' | 'destroy' | 'end'>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const isTooLong = error.code === 'HPE_HEADER_OVERFLOW';
  const denial = isTooLong
    ? deny('url-malformed', 'the head of the request is longer than 16 KB', 'send fewer or shorter headers')
    : deny('url-malformed', 'the request is not HTTP/1.1', 'use an HTTP client');
  const status = isTooLong ? 431 : 400;
  const body = JSON.stringify({ ...toProblem(denial, randomUUID()), status });
  socket.end(
    `HTTP/1.1 ${status} ${isTooLong ? 'Request Header Fields Too Large' : 'Bad Request'}\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
