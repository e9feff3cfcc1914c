const { options } = require('./.dependency-cruiser.cjs');

/** Folders must not import each other in a circle, tests apart: two rooms that need each other are one room, or hide a third. */
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
