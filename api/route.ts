import type { IncomingHttpHeaders } from 'node:http';
import type { Readable } from 'node:stream';
import { z } from 'zod';
import type { Scope } from '../store/access/keys.ts';
import type { Caller } from './auth.ts';
import { type Denial, deny, type ProblemCode } from './problem.ts';

/** What a call may do: a scope, or `open` for those without a key. */
type Access = Scope | 'open';

/**
 * One operation: its schemas check what comes in, are its OpenAPI, and type its handler. `body`, `query` and `params` that are not given
 * take nothing.
 */
export interface RouteSpec<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Answer extends z.ZodType,
> {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** As Express writes it: `/v1/journeys/:id`. */
  readonly path: string;
  /** Unique: what generated clients call it. */
  readonly name: string;
  readonly tag: 'Events' | 'Journeys' | 'Segments' | 'Instances' | 'Users' | 'Inbox' | 'Operations';
  readonly access: Access;
  readonly summary: string;
  readonly description?: string;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** How the body is documented, where what is taken is more than what should be sent: a schema, or the name of a component. */
  readonly documentedBody?: z.ZodType | string;
  /** Its schema, or the media type of a page. */
  readonly answer: Answer | string;
  /** Another media type that the same is answered in, where the call asks for it: see `inText`. */
  readonly alsoIn?: string;
  /** Status → what it means. 200 alone where nothing is said. */
  readonly statuses?: Readonly<Record<number, string>>;
  readonly refusals?: readonly ProblemCode[];
  /**
   * `events`: any Content-Type, the key may stand in the body, every origin may call it. `document`: may be large. `upload`: of any length, read as it
   * comes. `page`: for people. `stream`: server-sent events.
   */
  readonly kind?: 'events' | 'document' | 'page' | 'upload' | 'stream';
  /** Of an upload: the media types that it takes. */
  readonly takes?: readonly string[];
  /** Request headers that it reads, for the documentation. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether it reads much of a journey or workspace: only so many of those run at once. */
  readonly isHeavy?: true;
  /** Whether `Idempotency-Key` is honoured. */
  readonly isKeyed?: true;
}

export interface Asked<Params, Query, Body> {
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly headers: IncomingHttpHeaders;
  /** How long the body was, inflated. */
  readonly bodyBytes: number;
  readonly caller: Caller;
}

/** A body of any length, read as it comes. */
export interface Upload<Type extends string> {
  readonly stream: Readable;
  readonly type: Type;
}

export type Answered<Answer> =
  | {
      readonly ok: true;
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly value: Answer;
      /** Sent instead of the value, in the media type of `alsoIn`. */
      readonly inText?: string;
    }
  | { readonly ok: false; readonly refusal: Denial };

/** A page or a file, instead of JSON. */
export type PageContent = { readonly text: string } | { readonly file: string };

/** A route whose types have been forgotten: what the server and the OpenAPI document need of it. */
export interface Route extends RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType> {
  readonly handle: (
    asked: Asked<unknown, unknown, unknown> & { readonly upload?: Upload<string> | undefined },
  ) => Promise<Answered<unknown>>;
}

const Nothing = z.strictObject({});
type Nothing = typeof Nothing;

/** A route that answers JSON. The handler gets what was parsed and returns a value. */
export const route = <
  Answer extends z.ZodType,
  Params extends z.ZodType = Nothing,
  Query extends z.ZodType = Nothing,
  Body extends z.ZodType = z.ZodUndefined,
>(
  spec: RouteSpec<Params, Query, Body, Answer> & { readonly answer: Answer },
  handle: (
    asked: Asked<z.output<Params>, z.output<Query>, z.output<Body>>,
  ) => Promise<Answered<z.input<Answer>>> | Answered<z.input<Answer>>,
): Route => forgetful(spec, handle);

/** A route that answers a page or a file. */
export const pageRoute = <Params extends z.ZodType = Nothing, Query extends z.ZodType = Nothing>(
  spec: RouteSpec<Params, Query, z.ZodUndefined, z.ZodType> & { readonly answer: string },
  handle: (
    asked: Asked<z.output<Params>, z.output<Query>, undefined>,
  ) => Promise<Answered<PageContent>> | Answered<PageContent>,
): Route => forgetful(spec, handle);

/** A route that takes a body of any length. */
export const uploadRoute = <Answer extends z.ZodType, Type extends string, Params extends z.ZodType = Nothing>(
  spec: RouteSpec<Params, Nothing, z.ZodUndefined, Answer> & {
    readonly answer: Answer;
    readonly takes: readonly Type[];
  },
  handle: (
    asked: Asked<z.output<Params>, unknown, unknown> & { readonly upload: Upload<Type> },
  ) => Promise<Answered<z.input<Answer>>>,
): Route => forgetful({ ...spec, kind: 'upload' }, handle);

/** What is parsed by a route's own schemas is what its own handler takes. */
const forgetful = <Given>(
  spec: RouteSpec<z.ZodType, z.ZodType, z.ZodType, z.ZodType>,
  handle: (asked: Given) => Promise<Answered<unknown>> | Answered<unknown>,
): Route => ({
  params: Nothing,
  query: Nothing,
  ...spec,
  handle: async (asked) => handle(asked as Given),
});

/** Events that are sent as they come: `open` begins them, and answers what ends them when nobody reads any more. */
export interface StreamContent {
  open(reader: StreamReader): () => void;
}

export interface StreamReader {
  send(event: string, data: unknown): void;
  /** There is nothing more to come. */
  end(): void;
}

/** A route that answers server-sent events. */
export const streamRoute = <Params extends z.ZodType = Nothing, Query extends z.ZodType = Nothing>(
  spec: Omit<RouteSpec<Params, Query, z.ZodUndefined, z.ZodType>, 'answer' | 'kind'>,
  handle: (
    asked: Asked<z.output<Params>, z.output<Query>, undefined>,
  ) => Promise<Answered<StreamContent>> | Answered<StreamContent>,
): Route => forgetful({ ...spec, kind: 'stream', answer: 'text/event-stream' }, handle);

export const answer = <Answer>(
  value: Answer,
  more: {
    readonly status?: number;
    readonly headers?: Readonly<Record<string, string>>;
    readonly inText?: string;
  } = {},
): Answered<Answer> => ({ ok: true, value, ...more });

export const refusal = (...why: Parameters<typeof deny>): Answered<never> => ({ ok: false, refusal: deny(...why) });
