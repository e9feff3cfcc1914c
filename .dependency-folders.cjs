const { options } = require('./.dependency-cruiser.cjs');

/**
 * Forbids import cycles between folders, except by tests. Two rooms that need each other are either one room or need a
 * third one below them.
 */
module.exports = {
  forbidden: [
    {
      name: 'no-folder-cycles',
      scope: 'folder',
      severity: 'error',
      comment: 'Move what both need into a room below them.',
      from: {},
      to: { circular: true },
    },
  ],
  options: { ...options, exclude: { path: '^(web/)?dist/|\\.test\\.ts$|^test/' } },
};
