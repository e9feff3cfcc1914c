import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { afterAll, beforeAll, describe, expect, inject, test, vi } from 'vitest';
import { ownName } from '../testkit/server/own-name.ts';
import {
  missingSearchAttributes,
  registerSearchAttributes,
  registrationCommand,
  SEARCH_ATTRIBUTES,
} from './temporal.ts';

describe('search attributes', () => {
  let connection: Connection;
  beforeAll(async () => {
    connection = await Connection.connect({ address: inject('temporalAddress') });
  });
  afterAll(() => connection.close());

  /** The server's parts know a namespace a little later than it is made. */
  async function makeNamespace(): Promise<string> {
    const namespace = ownName('attributes-');
    const workflowExecutionRetentionPeriod = msToTs('1 day');
    await connection.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod });
    await vi.waitFor(() => connection.operatorService.listSearchAttributes({ namespace }), 45_000);
    return namespace;
  }

  test('given a new namespace, then all are missing, are registered, and can be queried immediately', async () => {
    const namespace = await makeNamespace();
    expect(await missingSearchAttributes(connection, namespace)).toEqual(Object.keys(SEARCH_ATTRIBUTES));
    await registerSearchAttributes(connection, namespace);
    expect(await missingSearchAttributes(connection, namespace)).toEqual([]);
    const query = "JourneyId = 'abandoned-cart' and JourneyVersion = 3 and Workspace = 'main'";
    await expect(connection.workflowService.countWorkflowExecutions({ namespace, query })).resolves.toBeDefined();
  });

  test('given they are there, when several starts register them, then nothing happens', async () => {
    const namespace = await makeNamespace();
    await registerSearchAttributes(connection, namespace);
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

  test('given an attribute of another type, then it is named', async () => {
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
