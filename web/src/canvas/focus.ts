/** After what has just changed has been drawn. */
const focusSoon = (selector: string): void => {
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus()));
};

/** What a new node is asked first. */
export const focusFirstField = (): void =>
  focusSoon('.inspector-body input, .inspector-body select, .inspector-body textarea');

/** Back to the card, or to the line of the outline. */
export const focusNode = (): void => focusSoon('.node-hit[tabindex="0"], .outline-hit[aria-current]');
