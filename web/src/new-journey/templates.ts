import abandonedCart from '../../../examples/abandoned-cart/journey.json';
import appointment from '../../../examples/appointment-reminder/journey.json';
import reEngagement from '../../../examples/browse-re-engagement/journey.json';
import onboarding from '../../../examples/loyalty-onboarding/journey.json';
import trial from '../../../examples/trial-conversion/journey.json';
import promotion from '../../../examples/weekend-promotion/journey.json';
import { type DraftDocument, readDocument } from '../document/document';

/** Templates are the examples themselves, which have tests, so they can't break unnoticed. */
export const templates: readonly DraftDocument[] = [
  abandonedCart,
  onboarding,
  promotion,
  reEngagement,
  trial,
  appointment,
].flatMap((given) => {
  const read = readDocument(given, given.id);
  return read.ok ? [read.document] : [];
});
