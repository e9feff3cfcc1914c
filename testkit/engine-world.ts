import { WRITINGS } from '../activities/hand-over.ts';
import { nodeWall } from '../channels/liquid/wall.ts';
import { compileHere } from '../channels/mjml/compiler.ts';
import { withCompiled } from '../channels/mjml/with-compiled.ts';
import { createRenderer } from '../channels/templates.ts';
import { createWrite } from '../channels/write.ts';
import type { Journey } from '../journey/document/document.ts';
import { emailSourcesIn } from '../journey/validate/email-html.ts';
import type { Write } from '../journey/world/steps/providers.ts';
import { createVirtualWorld } from '../journey/world/virtual/virtual-world.ts';
import type { VirtualWorld } from '../journey/world/world.ts';

/** Creates a world that runs the engine under a virtual clock and renders messages as the product does. */
export function createEngineWorld({ isForgetful = false } = {}): VirtualWorld {
  const compiled = new Map<string, string>();
  const renderer = withCompiled(createRenderer(nodeWall), (source) => compiled.get(source));
  const world = createVirtualWorld({ write: patient(createWrite(renderer)), isForgetful });
  const compileAll = async (journeys: readonly Journey[]): Promise<void> => {
    for (const { type, source } of journeys.flatMap(emailSourcesIn)) {
      const made = type === 'mjml' ? await compileHere(source) : undefined;
      if (made && !made.isLate) compiled.set(source, made.html);
    }
  };
  return {
    ...world,
    async begin(journeys, ...rest) {
      await compileAll(journeys);
      await world.begin(journeys, ...rest);
    },
    async publish(document) {
      await compileAll([document]);
      await world.publish(document);
    },
  };
}

/** Retries rendering that took too long, as the send activity does. */
const patient =
  (write: ReturnType<typeof createWrite>): Write =>
  (...asked) => {
    let written = write(...asked);
    for (let nth = 1; nth < WRITINGS && !written.ok && written.isLate; nth += 1) written = write(...asked);
    return written;
  };
