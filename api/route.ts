import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Scope } from '../store/access/keys.ts';
import type { Caller } from './auth.ts';
import type { Dialect } from './events/dialect.ts';
import { type Denial, deny, type ProblemCode } from './problem.ts';

/**
 * The scope that a route requires. `open`: no key is needed. `user`: a user token, from a page on any site, for what is
 * that user's own.
 */
type Access = Scope | 'open' | 'user';

/**
 * One API operation. Its schemas check requests, document them in OpenAPI and type the handler. Without a schema,
 * `body`, `query` and `params` must be empty.
 */
export interface RouteSpec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Path in Express's syntax, such as `/v1/journeys/:id`. */
  readonly path: string;
  /** Other paths of the same operation. Not documented. */
  readonly aliases?: readonly string[];
  /** Unique name of the operation, used by generated clients. */
  readonly name: string;
  readonly tag:
    | 'Events'
    | 'Journeys'
    | 'Segments'
    | 'Templates'
    | 'Instances'
    | 'Users'
    | 'In-app'
    | 'Inbox'
    | 'Operations';
  readonly access: Access;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Documents the body where the route accepts more than clients should send: a schema, or a component's name. */
  readonly documentedBody?: z.ZodType | string;
  /** Schema of the answer, or the media type of a page. */
  readonly answer: Answer | string;
  /** A second media type that the caller may ask for: see `inText`. */
  readonly alsoIn?: string;
  /** Success statuses and their meaning. Default: 200. */
  readonly statuses?: Readonly<Record<number, string>>;
  readonly refusals?: readonly ProblemCode[];
  /**
   * `events`: any Content-Type, key in the body allowed, any origin. `document`: may be large. `upload`: any length,
   * read as a stream. `page`: for browsers. `stream`: server-sent events. `callback`: called by a provider, which signs
   * the raw body.
   */
  readonly kind?: 'events' | 'document' | 'page' | 'upload' | 'stream' | 'callback';
  /** How the clients of an event route write requests. Default: Segment's dialect. */
  readonly dialect?: Dialect;
  /** Media types that an upload route accepts. */
  readonly takes?: readonly string[];
  /** Request headers that the route reads, with their descriptions. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Set if it reads much of a journey or workspace. HEAVY_READS limits how many such calls run at once. */
  readonly isHeavy?: true;
  /** Set if the route supports `Idempotency-Key`. */
  readonly isKeyed?: true;
}

export interface RouteRequest<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: IncomingHttpHeaders;
  /** Length of the body after decompression. */
  readonly bodyBytes: number;
  readonly caller: Caller;
}

/** A request before anything in it is read: what signatures are made of. */
export interface RawRequest {
  readonly method: string;
  /** Path and query, as they were sent. */
  readonly target: string;
  /** Address of the caller. */
  readonly address: string;
  /** Empty for all routes but callbacks. */
  readonly body: Buffer;
}

/** A body of any length, read as a stream. */
export interface Upload<Type extends string> {
  readonly stream: Readable;
  readonly type: Type;
  /** `charset` of the Content-Type. */
  readonly charset?: string | undefined;
}

export type RouteResult<Answer> =
  | {
      readonly ok: true;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly value: Answer;
      /** Sent instead of the value, with the media type `alsoIn`. */
      readonly inText?: string;
    }
  | { readonly ok: false; readonly refusal: Denial };

/** The content of a page: text, bytes, a file, or text of any length that is sent as it is read. */
export type PageContent =
  | { readonly text: string }
  | { readonly bytes: Buffer }
  | { readonly file: string }
  | { readonly chunks: AsyncIterable<string> };

/** A route with its types erased, as the server and the OpenAPI generator use it. */
export interface Route extends RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType> {
  readonly handle: (
    asked: RouteRequest<unknown, unknown, unknown> & {
      readonly upload?: Upload<string> | undefined;
      readonly raw: RawRequest;
    },
  ) => Promise<RouteResult<unknown>>;
}

const Nothing = z.strictObject({});
type Nothing = typeof Nothing;

/**
 * Defines a route that answers JSON. The handler receives parsed input and returns a value or a refusal.
 * @example
 * route(
 *   { method: 'get', path: '/v1/things/:id', name: 'getThing', tag: 'Operations', access: 'read', summary: 'A thing',
 *     params: z.strictObject({ id: z.string() }), answer: z.object({ id: z.string() }) },
 *   ({ params }) => answer({ id: params.id }),
 * );
 */
export const route = <
  Answer extends z.ZodType,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: RouteSpec<Params, Query, Body, Answer> & { readonly answer: Answer },
  handle: (
    asked: RouteRequest<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<RouteResult<z.input<Answer>>> | RouteResult<z.input<Answer>>,
): Route => eraseTypes(spec, handle);

/** Defines a route that answers a page or a file. */
export const pageRoute = <Params extends z.ZodType = Nothing, Query extends z.ZodType = Nothing>(
  spec: RouteSpec<Params, Query, z.ZodUndefined, z.ZodType> & { readonly answer: string },
  handle: (
    asked: RouteRequest<z.output<Params>, z.output<Query>, undefined>,
  ) => Promise<RouteResult<PageContent>> | RouteResult<PageContent>,
): Route => eraseTypes(spec, handle);

/** Defines a route that answers a request as it came, without reading anything in it. */
export function rawRoute<Params extends z.ZodType = Nothing>(
  spec: Omit<RouteSpec<Params, Nothing, z.ZodUndefined, z.ZodType>, 'query' | 'body'> & {
    readonly answer: string;
    readonly kind: 'callback' | 'page';
  },
  handle: (
    asked: RouteRequest<z.output<Params>, unknown, undefined> & { readonly raw: RawRequest },
  ) => Promise<RouteResult<PageContent>>,
): Route {
  const { query: _, ...unchecked } = eraseTypes(spec, handle);
  return unchecked;
}

/** Defines a route that accepts a body of any length. */
export const uploadRoute = <
  Answer extends z.ZodType,
  Type extends string,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
>(
  spec: RouteSpec<Params, Query, z.ZodUndefined, Answer> & {
    readonly answer: Answer;
    readonly takes: readonly Type[];
  },
  handle: (
    asked: RouteRequest<z.output<Params>, z.output<Query>, unknown> & { readonly upload: Upload<Type> },
  ) => Promise<RouteResult<z.input<Answer>>>,
): Route => eraseTypes({ ...spec, kind: 'upload' }, handle);

/** Erases the types of a route. Safe, because a handler only receives input parsed by its route's own schemas. */
const eraseTypes = <Given>(
  spec: RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  handle: (asked: Given) => Promise<RouteResult<unknown>> | RouteResult<unknown>,
): Route => ({
  params: Nothing,
  query: Nothing,
  ...spec,
  handle: async (asked) => handle(asked as Given),
});

/** A source of server-sent events. `open` starts it and returns a function that stops it. */
export interface StreamContent {
  open(reader: StreamReader): () => void;
}

export interface StreamReader {
  send(event: string, data: unknown): void;
  /** Ends the stream: no more events will follow. */
  end(): void;
}

/** Defines a route that answers server-sent events. */
export const streamRoute = <Params extends z.ZodType = Nothing, Query extends z.ZodType = Nothing>(
  spec: Omit<RouteSpec<Params, Query, z.ZodUndefined, z.ZodType>, 'answer' | 'kind'>,
  handle: (
    asked: RouteRequest<z.output<Params>, z.output<Query>, undefined>,
  ) => Promise<RouteResult<StreamContent>> | RouteResult<StreamContent>,
): Route => eraseTypes({ ...spec, kind: 'stream', answer: 'text/event-stream' }, handle);

export const answer = <Answer>(
  value: Answer,
  more: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly inText?: string;
  } = {},
): RouteResult<Answer> => ({ ok: true, value, ...more });

export const refusal = (...why: Parameters<typeof deny>): RouteResult<never> => ({ ok: false, refusal: deny(...why) });
