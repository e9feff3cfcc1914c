import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { messageOf } from '../journey/base/message-of.ts';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_INT: INT } =
  proto.temporal.api.enums.v1.IndexedValueType;

/** What our workflows set (design.md §12). SQL visibility has ten columns for Keyword, three for Int: add with care. */
export const SEARCH_ATTRIBUTES = {
  Workspace: KEYWORD,
  JourneyId: KEYWORD,
  UserId: KEYWORD,
  ExitReason: KEYWORD,
  JourneyVersion: INT,
} as const;

const TYPES = { [KEYWORD]: 'Keyword', [INT]: 'Int' } as const;

/** Met by the client's `Connection` and the worker's `NativeConnection`. */
export type TemporalServices = Pick<Connection, 'operatorService' | 'workflowService'>;

/** What to run where we may not register them ourselves. */
export const registrationCommand = (namespace: string, names: readonly AttributeName[] = attributeNames()): string =>
  `temporal operator search-attribute create --namespace ${namespace} ` +
  names.map((name) => `--name ${name} --type ${TYPES[SEARCH_ATTRIBUTES[name]]}`).join(' ');

/**
 * Registers what is missing and returns once the server knows it: a workflow that sets an unknown attribute fails its task for ever.
 * Run at every start; `--search-attribute` of the development server acts on a new database file only.
 *
 * @throws with the command to run where the server refuses.
 */
export async function registerSearchAttributes(services: TemporalServices, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(services, namespace);
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, SEARCH_ATTRIBUTES[name]]));
  try {
    await services.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (cause) {
    throw new Error(
      `Temporal did not let us register the search attributes ${missing.join(', ')} in the namespace ${namespace}: ${messageOf(cause)}. Have an operator run:\n  ${registrationCommand(namespace, missing)}`,
      { cause },
    );
  }
  await untilKnown(services, namespace);
}

/** @throws where one has another type than ours: it cannot be changed, only removed. */
export async function missingSearchAttributes(
  services: TemporalServices,
  namespace: string,
): Promise<readonly AttributeName[]> {
  const { customAttributes } = await services.operatorService.listSearchAttributes({ namespace });
  const wrong = attributeNames().filter(
    (name) => name in customAttributes && customAttributes[name] !== SEARCH_ATTRIBUTES[name],
  );
  if (wrong.length > 0)
    throw new Error(
      `The search attributes ${wrong.join(', ')} of the namespace ${namespace} have another type than ours. Use another namespace, or remove them (temporal operator search-attribute remove) and register them anew:\n  ${registrationCommand(namespace, wrong)}`,
    );
  return attributeNames().filter((name) => !(name in customAttributes));
}

type AttributeName = keyof typeof SEARCH_ATTRIBUTES;
const attributeNames = () => Object.keys(SEARCH_ATTRIBUTES) as AttributeName[];

/** By asking with them: servers keep namespaces in a cache, which lags behind the list by seconds. */
async function untilKnown({ workflowService }: TemporalServices, namespace: string): Promise<void> {
  const query = attributeNames()
    .map((name) => `${name} = ${SEARCH_ATTRIBUTES[name] === INT ? 0 : "''"}`)
    .join(' or ');
  const until = performance.now() + 60_000;
  for (;;) {
    try {
      await workflowService.countWorkflowExecutions({ namespace, query });
      return;
    } catch (error) {
      if (performance.now() > until) throw error;
      await sleep(100);
    }
  }
}
