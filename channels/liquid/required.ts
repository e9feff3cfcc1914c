import { type Context, evalToken, type Filter, TypeGuards, toValue, type Value } from 'liquidjs';
import { renderingOf } from './rendering.ts';

/** Filters that put something in the place of a missing value. */
const SUBSTITUTES = new Set(['default', 'json', 'jsonify']);

/**
 * Returns a value that reports what is missing when it is printed. Missing is a value or an argument of a filter that
 * doesn't exist and has no `default`. An empty trait or remembered value is missing too, and so is an empty result.
 * `own`: the end of the author's filters.
 */
export const requireValue = (value: Value, own = value.filters.length): Value =>
  Object.create(value, {
    value: {
      *value(context: Context, lenient?: boolean): Generator<unknown, unknown, unknown> {
        const result = yield* check(value, value.filters.slice(0, own), context, lenient);
        return yield* pass(result, value.filters.slice(own), context);
      },
    },
  });

function* check(value: Value, filters: readonly Filter[], context: Context, lenient?: boolean) {
  const [token] = value.initial.postfix;
  let result = yield* value.initial.evaluate(context, lenient);
  let missing = isMissing(result, token, context) ? nameOf(token) : undefined;
  for (const filter of filters) {
    missing = SUBSTITUTES.has(filter.name) ? undefined : (missing ?? (yield* missingArgument(filter, context)));
    result = yield filter.render(result, context);
  }
  missing ??= isNothing(toValue(result)) ? value.initial.postfix.map(nameOf).join(' ') : undefined;
  if (missing !== undefined) renderingOf(context).missing.add(missing);
  return result;
}

function* pass(given: unknown, filters: readonly Filter[], context: Context): Generator<unknown, unknown, unknown> {
  let result = given;
  for (const filter of filters) result = yield filter.render(result, context);
  return result;
}

const isNothing = (value: unknown): boolean => value === undefined || value === null;

function isMissing(value: unknown, token: unknown, context: Context): boolean {
  const read = toValue(value);
  return isNothing(read) || (read === '' && isGiven(token, context));
}

/** Returns whether a token reads something about the user, rather than what the template has made. */
function isGiven(token: unknown, context: Context): boolean {
  if (!TypeGuards.isPropertyAccessToken(token)) return false;
  const [root] = token.props;
  return TypeGuards.isWordToken(root) && Object.hasOwn(renderingOf(context).scope, root.content);
}

function* missingArgument({ args }: Filter, context: Context): Generator<unknown, string | undefined, unknown> {
  for (const arg of args) {
    const token = Array.isArray(arg) ? arg[1] : arg;
    if (TypeGuards.isPropertyAccessToken(token) && isNothing(toValue(yield evalToken(token, context))))
      return nameOf(token);
  }
  return undefined;
}

const nameOf = (token: { getText(): string } | undefined): string => token?.getText() ?? '';
