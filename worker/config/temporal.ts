import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';

export interface Temporal {
  /** For `Connection.connect` and `NativeConnection.connect`. */
  readonly connection: ClientConnectConfig['connectionOptions'] & { readonly address: string };
  readonly namespace: string;
}

/** From TEMPORAL_* and Temporal's profile file. Without an address, only the namespace that `sojourn all` is to make. */
export function temporalFrom(env: Record<string, string>): Temporal | { readonly namespace: string } {
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig({ overrideEnvVars: env });
  const { address } = connectionOptions;
  return address ? { connection: { ...connectionOptions, address }, namespace } : { namespace };
}
