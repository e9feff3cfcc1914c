import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/**
 * Reads what this worker cannot decode as nothing. Anyone may signal a workflow with bytes in any encoding; the default converter throws, which
 * fails the workflow task again and again, for good.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload<T>(payload: Parameters<PayloadConverter['fromPayload']>[0]): T {
    try {
      return defaultPayloadConverter.fromPayload(payload);
    } catch {
      return undefined as T; // whoever asked for it sees that it is missing: the validator says so
    }
  },
};
