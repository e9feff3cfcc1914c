import { chromiumPath, HOW_TO_GET_CHROMIUM } from '../test/browser/chromium.ts';
import { runCounted } from './counted-tests.ts';

/** `npm run test:browser`: runs the tests in a real browser and prints their number at the end. */
if (chromiumPath() === undefined) {
  process.stderr.write(`The browser tests cannot run: ${HOW_TO_GET_CHROMIUM}\n0 passed, 1 failed\n`);
  process.exitCode = 1;
} else process.exitCode = runCounted(['test/browser']);
