/** Focuses once the latest change has been drawn. */
const focusSoon = (selector: string): void => {
  requestAnimationFrame(() => requestAnimationFrame(() => document.querySelector<HTMLElement>(selector)?.focus()));
};

/** The first field of the panel beside the path: what a new node is asked first. */
export const focusFirstField = (): void => focusSoon('[data-side-panel] :is(input, select, textarea)');

/** Returns the focus to the card, or to the line in the outline. */
export const focusNode = (): void => focusSoon('[data-hit][tabindex="0"], [data-hit][aria-current]');
