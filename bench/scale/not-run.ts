/** Functions of the store that no step calls, and why. */
export const NOT_RUN: Readonly<Record<string, string>> = {};
