/** What has been published, and what each version changed. */
export const versions = {
  versions: {
    version: 'Version',
    published: 'Published',
    by: 'By',
    inside: 'Inside',
    running: 'running',
    changes: (version: number) => `What v${version} changed`,
    first: 'v1 is the first',
    again: (version: number) => `Publish v${version} again…`,
    againTitle: (version: number) => `Publish v${version} again`,
    againText: (version: number) =>
      `What v${version} says becomes the next version. Who is inside stays on theirs; who enters from now on is on the new one. A draft, if there is one, is thrown away.`,
    go: 'Publish',
    older: 'Older versions',
  },
} as const;
