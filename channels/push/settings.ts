import { oneOf } from '../readers.ts';

/**
 * Decides what happens when nobody knows whether a provider of push has a message. Both providers read the same
 * variable.
 */
export const PUSH_DELIVERY = oneOf(['at-most-once', 'at-least-once']).default('at-most-once');
