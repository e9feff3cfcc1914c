import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '@temporalio/client';
import proto from '@temporalio/proto';
import { messageOf } from '../journey/base/message-of.ts';

const { INDEXED_VALUE_TYPE_KEYWORD: KEYWORD, INDEXED_VALUE_TYPE_INT: INT } =
  proto.temporal.api.enums.v1.IndexedValueType;

/**
 * Search attributes of journeys (design.md §12). SQL visibility has ten Keyword and three Int columns: add with care.
 */
export const SEARCH_ATTRIBUTES = {
  Workspace: KEYWORD,
  JourneyId: KEYWORD,
  UserId: KEYWORD,
  ExitReason: KEYWORD,
  JourneyVersion: INT,
} as const;

const TYPES = { [KEYWORD]: 'Keyword', [INT]: 'Int' } as const;

/** The services used here. Both `Connection` and `NativeConnection` provide them. */
export type TemporalServices = Pick<Connection, 'operatorService' | 'workflowService'>;

/** Returns the command that an operator runs if Sojourn isn't allowed to register search attributes. */
export const registrationCommand = (namespace: string, names: readonly AttributeName[] = attributeNames()): string =>
  `temporal operator search-attribute create --namespace ${namespace} ` +
  names.map((name) => `--name ${name} --type ${TYPES[SEARCH_ATTRIBUTES[name]]}`).join(' ');

/**
 * Registers missing search attributes and waits until the server knows them: a workflow that sets an unknown attribute
 * fails its task forever. Runs at every start, because the development server's `--search-attribute` only affects new
 * database files.
 *
 * @throws with the command to run if the server refuses
 */
export async function registerSearchAttributes(services: TemporalServices, namespace: string): Promise<void> {
  const missing = await missingSearchAttributes(services, namespace);
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map((name) => [name, SEARCH_ATTRIBUTES[name]]));
  try {
    await services.operatorService.addSearchAttributes({ namespace, searchAttributes });
  } catch (cause) {
    throw new Error(
      `Temporal refused to register the search attributes ${missing.join(', ')} in the namespace ${namespace}: ` +
        `${messageOf(cause)}. Have an operator run:\n  ${registrationCommand(namespace, missing)}`,
      { cause },
    );
  }
  await waitUntilKnown(services, namespace);
}

/**
 * Returns the search attributes that the namespace lacks.
 * @throws if one has a different type, which can't be changed, only removed
 */
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
      `The search attributes ${wrong.join(', ')} of the namespace ${namespace} have the wrong type. Use another ` +
        'namespace, or remove them (temporal operator search-attribute remove) and register them again:\n' +
        `  ${registrationCommand(namespace, wrong)}`,
    );
  return attributeNames().filter((name) => !(name in customAttributes));
}

type AttributeName = keyof typeof SEARCH_ATTRIBUTES;
const attributeNames = () => Object.keys(SEARCH_ATTRIBUTES) as AttributeName[];

/** Queries with the attributes until that works: servers cache namespaces, which lags the list by seconds. */
async function waitUntilKnown({ workflowService }: TemporalServices, namespace: string): Promise<void> {
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
