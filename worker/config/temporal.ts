import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';

export interface Temporal {
  /** Options for `Connection.connect` and `NativeConnection.connect`. */
  readonly connection: ClientConnectConfig['connectionOptions'] & { readonly address: string };
  readonly namespace: string;
}

/**
 * Loads the connection from TEMPORAL_* and Temporal's profile file. Without an address, returns only the namespace that
 * `sojourn all` creates.
 */
export function loadTemporal(env: Record<string, string>): Temporal | { readonly namespace: string } {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars: env });
  const { address } = connectionOptions;
  return address ? { connection: { ...connectionOptions, address }, namespace } : { namespace };
}
