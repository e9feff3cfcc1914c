import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { deny, toProblem } from './problem.ts';

/** Answers requests that never reach Express: not HTTP, or with headers that are too long or too slow. */
export function answerClientError(
  error: NodeJS.ErrnoException,
  socket: Pick<Socket, 'writable' | 'destroy' | 'end'>,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, title, denial } = ANSWERS[error.code ?? ''] ?? NO_HTTP;
  const body = JSON.stringify({ ...toProblem(denial, randomUUID()), status });
  socket.end(
    `HTTP/1.1 ${status} ${title}\r\n` +
      `Content-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

const NO_HTTP = {
  status: 400,
  title: 'Bad Request',
  denial: deny('url-malformed', 'the request is not HTTP/1.1', 'use an HTTP client'),
};

const ANSWERS: Readonly<Record<string, typeof NO_HTTP>> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    title: 'Request Header Fields Too Large',
    denial: deny('url-malformed', 'the request headers are longer than 16 KB', 'send fewer or shorter headers'),
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    title: 'Request Timeout',
    denial: deny('request-slow', 'the request headers took too long to arrive', 'send the whole request at once'),
  },
};
