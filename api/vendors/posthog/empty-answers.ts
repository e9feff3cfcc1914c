/** Answers to PostHog's clients about everything but events. */

export const NO_FLAGS = {
  flags: {},
  featureFlags: {},
  featureFlagPayloads: {},
  errorsWhileComputingFlags: false,
  supportedCompression: ['gzip', 'gzip-js', 'base64'],
  sessionRecording: false,
  siteApps: [],
  toolbarParams: {},
  isAuthenticated: false,
  config: {},
};

/** `surveys` is left out, since the client loads their script if the answer says anything about them. */
export const REMOTE_CONFIG = {
  hasFeatureFlags: false,
  supportedCompression: ['gzip', 'gzip-js', 'base64'],
  sessionRecording: false,
  siteApps: [],
  heatmaps: false,
  capturePerformance: false,
  captureDeadClicks: false,
  autocaptureExceptions: false,
  productTours: false,
  conversations: false,
  toolbarParams: {},
  isAuthenticated: false,
  config: {},
  analytics: { endpoint: '/i/v0/e/' },
};
