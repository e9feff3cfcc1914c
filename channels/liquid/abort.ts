import { type Liquid, Tag, type TagToken, type TopLevelToken } from 'liquidjs';

/** The template has decided that there is no message. */
export class Aborted extends Error {
  readonly reason: string;
  constructor(reason: string) {
    super(`aborted: ${reason}`);
    this.reason = reason;
  }
}

const MAX_REASON = 200;

/** `{% abort %}` or `{% abort_message("sold out") %}`: ends the message for this user, with a reason. */
class AbortTag extends Tag {
  readonly #reason: string;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    const given = withoutParentheses(token.args.trim());
    const isQuoted = given.length > 1 && /^["']/.test(given) && given.endsWith(given.charAt(0));
    if (!isQuoted && given !== '')
      throw new Error(`write the reason in quotes: {% ${token.name}("${given.slice(0, 40)}") %}`);
    this.#reason = given.slice(1, -1) || 'no reason given';
  }

  // biome-ignore lint/correctness/useYield: LiquidJS runs tags as generators
  override *render(): Generator<unknown, void, unknown> {
    throw new Aborted(this.#reason.slice(0, MAX_REASON));
  }
}

function withoutParentheses(args: string): string {
  const from = args.startsWith('(') ? 1 : 0;
  return args.slice(from, args.endsWith(')') ? -1 : undefined).trim();
}

export function useAbort(liquid: Liquid): void {
  liquid.registerTag('abort', AbortTag);
  liquid.registerTag('abort_message', AbortTag);
}

/** Returns why a template ended the message; undefined if it failed otherwise. */
export function abortReasonOf(failure: unknown): string | undefined {
  if (failure instanceof Aborted) return failure.reason;
  const original = failure instanceof Error ? (failure as { originalError?: unknown }).originalError : undefined;
  return original === undefined ? undefined : abortReasonOf(original);
}
