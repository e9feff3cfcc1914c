import { existsSync } from 'node:fs';

/** Where Chromium may be; `CHROMIUM` names another place. */
const PLACES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

export const chromiumPath = (): string | undefined => PLACES.find((file) => file !== undefined && existsSync(file));

export const HOW_TO_GET_CHROMIUM =
  'there is no Chromium; `apt-get install chromium` brings it, or let CHROMIUM name it';
