import { WRITINGS } from '../activities/send.ts';
import { nodeWall } from '../channels/liquid/wall.ts';
import { createRenderer } from '../channels/templates.ts';
import { createWrite } from '../channels/write.ts';
import type { Write } from '../journey/world/steps/providers.ts';
import { createVirtualWorld } from '../journey/world/virtual/virtual-world.ts';
import type { VirtualWorld } from '../journey/world/world.ts';

/** Creates a world that runs the engine under a virtual clock and renders messages as the product does. */
export const createEngineWorld = ({ isForgetful = false } = {}): VirtualWorld =>
  createVirtualWorld({ write: patient(createWrite(createRenderer(nodeWall))), isForgetful });

/** Retries rendering that took too long, as the send activity does. */
const patient =
  (write: ReturnType<typeof createWrite>): Write =>
  (...asked) => {
    let written = write(...asked);
    for (let nth = 1; nth < WRITINGS && !written.ok && written.isLate; nth += 1) written = write(...asked);
    return written;
  };
