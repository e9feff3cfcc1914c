/** Returns a URL without slashes at its end, so that paths can be appended. */
export const trimSlashes = (url: string): string => (url.endsWith('/') ? trimSlashes(url.slice(0, -1)) : url);
