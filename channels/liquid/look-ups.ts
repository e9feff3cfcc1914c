import {
  type Context,
  type Liquid,
  Tag,
  type TagToken,
  Tokenizer,
  type TopLevelToken,
  toValueSync,
  Value,
} from 'liquidjs';
import type { JsonValue } from '../../journey/base/json.ts';
import { MOST } from '../../journey/base/limits.ts';
import { type LookUp, nameOfLookUp } from '../../journey/delivery/look-up.ts';
import { plain } from './html/marks.ts';
import { renderingOf } from './rendering.ts';

/** Shown if no code is drawn, such as in previews. */
export const SAMPLE_CODE = 'SAMPLE-CODE';

/**
 * `{% catalog "products", key: context.entry.sku as product %}`, `{% fetch url, cache: 300 as offers %}` and `{% coupon
 * "summer" as code %}`. A look-up that has no result yet is noted, and the template is rendered again once it has one:
 * see `renderFully`.
 */
export function useLookUps(liquid: Liquid): void {
  liquid.registerTag('catalog', CatalogTag);
  liquid.registerTag('fetch', FetchTag);
  liquid.registerTag('coupon', CouponTag);
}

/** The name of a variable at the end: `… as product`. */
function splitVariable(args: string): { readonly rest: string; readonly variable: string } {
  const at = args.lastIndexOf(' as ');
  const variable = args.slice(at + 4).trim();
  return at < 0 || !/^[A-Za-z_]\w*$/.test(variable)
    ? { rest: '', variable: '' }
    : { rest: args.slice(0, at), variable };
}

const CATALOG = /^\s*(["'])([^"']+)\1\s*,\s*key:([\s\S]+)$/;

class CatalogTag extends Tag {
  readonly #catalog: string;
  readonly #key: Value;
  readonly #variable: string;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    const { rest, variable } = splitVariable(token.args);
    const [, , catalog, key] = CATALOG.exec(rest) ?? [];
    if (!catalog || !key) throw new Error('write {% catalog "products", key: context.entry.sku as product %}');
    this.#catalog = catalog;
    this.#key = new Value(key, liquid);
    this.#variable = variable;
  }

  // biome-ignore lint/correctness/useYield: LiquidJS runs tags as generators
  override *render(context: Context): Generator<unknown, void, unknown> {
    const key = plain(toValueSync(this.#key.value(context)));
    const lookUp = { type: 'catalog', catalog: this.#catalog, key: String(key) } as const;
    remember(context, this.#variable, isKey(key) ? find(context, lookUp) : undefined);
  }

  *localScope() {
    yield new Tokenizer(this.#variable).readIdentifier();
  }

  *arguments() {
    yield this.#key;
  }
}

/** Returns whether an item may have this key. Others aren't looked up: PostgreSQL takes no NUL or half characters. */
const isKey = (key: unknown): boolean =>
  typeof key === 'number' ||
  (typeof key === 'string' && key !== '' && key.length <= MOST.id && !/\0|\p{Surrogate}/u.test(key));

const CACHE = /,\s{0,20}cache:\s{0,20}(\d{1,5})$/;

/** How long an answer is cached, in seconds. */
const CACHE_S = { default: 300, most: 3_600 } as const;
const MOST_URL = 2_000;

class FetchTag extends Tag {
  readonly #url: Value;
  readonly #cacheMs: number;
  readonly #variable: string;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    const { rest, variable } = splitVariable(token.args);
    const asked = CACHE.exec(rest.trim());
    const url = rest.trim().slice(0, asked?.index);
    const seconds = Number(asked?.[1] ?? CACHE_S.default);
    if (url === '') throw new Error('write {% fetch "https://api.example.com/offers" as offers %}');
    if (seconds > CACHE_S.most) throw new Error(`fetch caches an answer for at most ${CACHE_S.most} seconds`);
    this.#url = new Value(url, liquid);
    this.#cacheMs = seconds * 1000;
    this.#variable = variable;
  }

  // biome-ignore lint/correctness/useYield: LiquidJS runs tags as generators
  override *render(context: Context): Generator<unknown, void, unknown> {
    const url = plain(toValueSync(this.#url.value(context)));
    if (typeof url !== 'string' || url === '') throw new Error('fetch has no URL');
    if (url.length > MOST_URL) throw new Error(`the URL of fetch has more than ${MOST_URL} characters`);
    remember(context, this.#variable, find(context, { type: 'fetch', url, cacheMs: this.#cacheMs }));
  }

  *localScope() {
    yield new Tokenizer(this.#variable).readIdentifier();
  }

  *arguments() {
    yield this.#url;
  }
}

const COUPON = /^\s*(["'])([^"']+)\1\s*$/;

class CouponTag extends Tag {
  readonly #list: string;
  readonly #variable: string;

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid);
    const { rest, variable } = splitVariable(token.args);
    const [, , list] = COUPON.exec(rest) ?? [];
    if (!list) throw new Error('write {% coupon "summer" as code %}, and then {{ code }}');
    this.#list = list;
    this.#variable = variable;
  }

  // biome-ignore lint/correctness/useYield: LiquidJS runs tags as generators
  override *render(context: Context): Generator<unknown, void, unknown> {
    remember(context, this.#variable, find(context, { type: 'coupon', list: this.#list }) ?? SAMPLE_CODE);
  }

  *localScope() {
    yield new Tokenizer(this.#variable).readIdentifier();
  }
}

const remember = (context: Context, variable: string, value: JsonValue | undefined): void => {
  (context.bottom() as Record<string, unknown>)[variable] = value;
};

/** Returns the result of a look-up. Undefined if there is none, or it isn't looked up yet. */
function find(context: Context, lookUp: LookUp): JsonValue | undefined {
  const { lookUps, needs } = renderingOf(context);
  const name = nameOfLookUp(lookUp);
  const found = Object.hasOwn(lookUps, name) ? lookUps[name] : undefined;
  if (!found) {
    needs.set(name, lookUp);
    return undefined;
  }
  if (!found.ok) throw new Error(found.reason);
  return found.value ?? undefined;
}
