import type { LookUps } from '../../../../journey/delivery/look-up';
import { createAsk } from '../../background/ask';
import { findCatalogItems } from '../../client/catalog-items';
import { compileMjmlIn } from '../../client/compile-mjml';
import { words } from '../../words';
import type { Previewed, Previewing, PreviewTasks } from './preview.worker';

/** Time limit of a task in milliseconds, since an endless template would block the worker. */
const LIMIT_MS = 5_000;

const ask = createAsk<PreviewTasks>(
  () => new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' }),
  LIMIT_MS,
);

/** Rounds of look-ups: an item's key can be a field of another item. */
const MOST_ROUNDS = 5;
const MOST_ITEMS = 50;

/** Renders a message in a worker, once the server has compiled its MJML. Shows the items of catalogs that it names. */
export async function preview(given: Omit<Previewing, 'compiled' | 'lookUps'>): Promise<Previewed> {
  const { html: compiled, fault } = await compileMjmlIn([given.node, ...templatesIn(given.library)]);
  if (fault !== undefined) return { type: 'failed', reason: fault };
  let lookUps: LookUps = {};
  for (let round = 0; ; round += 1) {
    const previewed = await ask('preview', { ...given, compiled, lookUps });
    const { items = [] } = previewed;
    if (items.length === 0 || round === MOST_ROUNDS) return previewed;
    if (Object.keys(lookUps).length + items.length > MOST_ITEMS)
      return { type: 'failed', reason: words.builder.preview.tooManyItems(MOST_ITEMS) };
    lookUps = { ...lookUps, ...(await findCatalogItems(items)) };
  }
}

const templatesIn = (library: Previewing['library']) => library.map(({ template }) => template);
