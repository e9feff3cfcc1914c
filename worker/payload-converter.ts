import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/**
 * Decodes payloads that this worker can't read as undefined. Anyone can signal a workflow with bytes in any encoding;
 * the default converter would throw and fail the workflow task forever.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value) => defaultPayloadConverter.toPayload(value),
  fromPayload<T>(payload: Parameters<PayloadConverter['fromPayload']>[0]): T {
    try {
      return defaultPayloadConverter.fromPayload(payload);
    } catch {
      return undefined as T; // the caller's validation reports the missing value
    }
  },
};
