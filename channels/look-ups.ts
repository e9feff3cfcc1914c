import type { LookUp, LookUps } from '../journey/delivery/look-up.ts';
import type { RenderArguments, Rendered } from './templates.ts';

/** Resolves look-ups, by `nameOfLookUp`. */
export type ResolveLookUps = (wanted: readonly LookUp[]) => Promise<LookUps>;

type Render = (...asked: RenderArguments) => Promise<Rendered>;

/** Maximum rounds, since look-ups that depend on each other are resolved one after another. */
const MOST_ROUNDS = 5;

/**
 * Renders until all look-ups have results. Draws coupons last, and only if nothing else prevents the message from being
 * sent, since a draw can't be undone.
 */
export async function renderFully(
  render: Render,
  [wording, scope, now, options]: RenderArguments,
  resolve: ResolveLookUps | undefined,
): Promise<Rendered> {
  let lookUps: LookUps = {};
  let asked: Asked = { fetches: 0, all: 0 };
  for (let round = 0; ; round += 1) {
    const rendered = await render(wording, scope, now, { ...options, lookUps });
    const wanted = resolve ? listWanted(rendered) : [];
    if (!resolve || wanted.length === 0) return rendered;
    asked = countMore(asked, wanted);
    const excess = findExcess(asked) ?? findDepth(round, wanted);
    if (excess !== undefined) return failWith(excess, false);
    const found = await resolve(wanted);
    const passing = Object.values(found).find((each) => !each.ok && each.isPassing);
    if (passing && !passing.ok) return failWith(passing.reason, true);
    lookUps = { ...lookUps, ...found };
  }
}

const failWith = (reason: string, isLate: boolean): Rendered => ({ ok: false, field: 'content', reason, isLate });

/** Returns why a round is one too many. Coupons may come after the last round of data. */
function findDepth(round: number, wanted: readonly LookUp[]): string | undefined {
  const most = wanted.every(({ type }) => type === 'coupon') ? MOST_ROUNDS + 1 : MOST_ROUNDS;
  return round < most ? undefined : `looks up values that depend on each other more than ${MOST_ROUNDS} levels deep`;
}

/** Maximum requests for one message. */
const MOST_FETCHES = 5;
/** All that one message may look up: its items are in memory at once, in the worker and where it is rendered. */
const MOST_LOOK_UPS = 500;

interface Asked {
  readonly fetches: number;
  readonly all: number;
}

const countMore = ({ fetches, all }: Asked, wanted: readonly LookUp[]): Asked => ({
  fetches: fetches + wanted.filter(({ type }) => type === 'fetch').length,
  all: all + wanted.length,
});

function findExcess({ fetches, all }: Asked): string | undefined {
  if (fetches > MOST_FETCHES) return `fetches more than ${MOST_FETCHES} addresses`;
  return all > MOST_LOOK_UPS ? `looks up more than ${MOST_LOOK_UPS} items` : undefined;
}

function listWanted(rendered: Rendered): readonly LookUp[] {
  const { needs = [] } = rendered;
  const data = needs.filter(({ type }) => type !== 'coupon');
  if (data.length > 0) return data;
  return rendered.ok && rendered.missing.length === 0 ? needs : [];
}
