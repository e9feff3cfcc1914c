const flags = (values: Readonly<Record<string, unknown>>): readonly string[] =>
  Object.entries(values).flatMap(([name, value]) => ['--dynamic-config-value', `${name}=${JSON.stringify(value)}`]);

/**
 * Lets single workflows skip time, and lets a skip cost milliseconds instead of a second. For servers in memory, in tests, alone: with a
 * database file and load they starve the server, and in production nobody may skip.
 */
export const TIME_SKIPPING_FLAGS = flags({
  'frontend.WorkflowTimeSkippingEnabled': true,
  'frontend.WorkflowTimeSkippingMaxSkipPerSession': 100_000,
  'history.timerProcessorMaxTimeShift': '1ms',
  'history.workflowIdReuseMinimalInterval': '0s', // else a second continue-as-new within a second waits
});
