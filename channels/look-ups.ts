import type { LookUp, LookUps } from '../journey/delivery/look-up.ts';
import type { RenderArguments, Rendered } from './templates.ts';

/** Resolves look-ups, by `nameOfLookUp`. */
export type ResolveLookUps = (wanted: readonly LookUp[]) => Promise<LookUps>;

type Render = (...asked: RenderArguments) => Promise<Rendered>;

/** Look-ups that depend on one another are resolved one after the other. */
const MOST_ROUNDS = 5;

/**
 * Renders until everything that the templates look up is there. Coupons come last, and only if nothing else keeps the
 * message from being sent, since a code is drawn for good.
 */
export async function renderFully(
  render: Render,
  [wording, scope, now, options]: RenderArguments,
  resolve: ResolveLookUps | undefined,
): Promise<Rendered> {
  let lookUps: LookUps = {};
  for (let round = 0; round <= MOST_ROUNDS; round += 1) {
    const rendered = await render(wording, scope, now, { ...options, lookUps });
    const wanted = resolve ? listWanted(rendered) : [];
    if (!resolve || wanted.length === 0) return rendered;
    const found = await resolve(wanted);
    const passing = Object.values(found).find((each) => !each.ok && each.isPassing);
    if (passing && !passing.ok) return { ok: false, field: 'content', reason: passing.reason, isLate: true };
    lookUps = { ...lookUps, ...found };
    if (countFetches(lookUps) > MOST_FETCHES)
      return { ok: false, field: 'content', reason: `fetches more than ${MOST_FETCHES} addresses`, isLate: false };
  }
  const reason = `looks up values that depend on one another more than ${MOST_ROUNDS} deep`;
  return { ok: false, field: 'content', reason, isLate: false };
}

/** Requests that one message may cause. */
const MOST_FETCHES = 5;

const countFetches = (lookUps: LookUps): number =>
  Object.keys(lookUps).filter((name) => name.startsWith('fetch ')).length;

function listWanted(rendered: Rendered): readonly LookUp[] {
  const { needs = [] } = rendered;
  const data = needs.filter(({ type }) => type !== 'coupon');
  if (data.length > 0) return data;
  return rendered.ok && rendered.missing.length === 0 ? needs : [];
}
