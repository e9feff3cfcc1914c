/** Texts of the version list. */
export const versions = {
  versions: {
    version: 'Version',
    published: 'Published',
    by: 'By',
    inside: 'Inside',
    running: 'running',
    changes: (version: number) => `What v${version} changed`,
    first: 'First version',
    again: (version: number) => `Publish v${version} again…`,
    againTitle: (version: number) => `Publish v${version} again`,
    againText: (version: number) =>
      `Publishes v${version} again as the next version. Current users stay on their version, and new entries use the new one. Any draft is discarded.`,
    go: 'Publish',
    older: 'Older versions',
  },
} as const;
