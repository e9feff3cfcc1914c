import { DocumentFault } from '../journey/base/document-fault.ts';
import type { Version } from '../journey/engine/version.ts';

/**
 * A bug in the engine, or a document that can't be followed. The engine is pure, so that the same facts would fail
 * again. The instance is marked as stuck and waits for new facts (an event, an operator's retry) or new code (a worker
 * that starts).
 */
export class EngineFault extends Error {}

/** Runs the engine. @throws EngineFault if it throws */
export function runEngine<T>(work: () => T): T {
  try {
    return work();
  } catch (cause) {
    throw new EngineFault('engine fault', { cause });
  }
}

/** Waits for a version. @throws EngineFault if its document can't be read */
export const readForEngine = <V extends Version | undefined>(reading: Promise<V>): Promise<V> =>
  reading.catch((cause: unknown) => {
    throw cause instanceof DocumentFault ? new EngineFault('no version to decide by', { cause }) : cause;
  });
