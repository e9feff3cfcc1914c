import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import {
  missingSearchAttributes,
  registerSearchAttributes,
  registrationCommand,
  SEARCH_ATTRIBUTES,
} from './temporal.ts';

describe('search attributes', () => {
  let connection: Connection;
  const namespace = `attributes-${process.pid}`;
  beforeAll(async () => {
    connection = await Connection.connect({ address: inject('temporalAddress') });
    const workflowExecutionRetentionPeriod = msToTs('1 day');
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    await untilThere();
  });
  afterAll(() => connection.close());

  /** A namespace is known to the server's parts a little later. */
  async function untilThere(): Promise<void> {
    for (;;)
      try {
        await connection.operatorService.listSearchAttributes({ namespace });
        return;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
  }

  test('given a new namespace, then all are missing, are registered, and can be asked for at once', async () => {
    expect(await missingSearchAttributes(connection, namespace)).toEqual(Object.keys(SEARCH_ATTRIBUTES));
    await registerSearchAttributes(connection, namespace);
    expect(await missingSearchAttributes(connection, namespace)).toEqual([]);
    const query = "JourneyId = 'abandoned-cart' and JourneyVersion = 3 and Workspace = 'main'";
    await expect(connection.workflowService.countWorkflowExecutions({ namespace, query })).resolves.toBeDefined();
  });

  test('given they are there, when several starts register them, then nothing happens', async () => {
    await Promise.all([1, 2, 3].map(() => registerSearchAttributes(connection, namespace)));
    expect(await missingSearchAttributes(connection, namespace)).toEqual([]);
  });

  test('given a server that refuses, then the error is the command to run', async () => {
    const refusing = {
      workflowService: connection.workflowService,
      operatorService: Object.create(connection.operatorService, {
        listSearchAttributes: { value: async () => ({ customAttributes: { Workspace: SEARCH_ATTRIBUTES.Workspace } }) },
        addSearchAttributes: { value: () => Promise.reject(new Error('7 PERMISSION_DENIED: not yours')) },
      }),
    };
    await expect(registerSearchAttributes(refusing, 'shop')).rejects.toThrow(
      /PERMISSION_DENIED.*\n {2}temporal operator search-attribute create --namespace shop --name JourneyId --type Keyword .*--name JourneyVersion --type Int$/,
    );
  });

  test('given one of another type, then it says which', async () => {
    const other = {
      workflowService: connection.workflowService,
      operatorService: Object.create(connection.operatorService, {
        listSearchAttributes: {
          value: async () => ({ customAttributes: { UserId: SEARCH_ATTRIBUTES.JourneyVersion } }),
        },
      }),
    };
    await expect(missingSearchAttributes(other, 'shop')).rejects.toThrow('The search attributes UserId');
  });

  test('the command names all of them', () => {
    for (const name of Object.keys(SEARCH_ATTRIBUTES)) expect(registrationCommand('shop')).toContain(`--name ${name} `);
  });
});
