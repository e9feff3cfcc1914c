import type { Route } from '../../route.ts';
import type { VendorPorts } from '../vendor.ts';
import { deleteProfilesRoute } from './delete-profiles.ts';
import { profileRoute } from './profile-route.ts';
import { subscribeRoute } from './subscribe.ts';
import { uploadRoute } from './upload.ts';

/** Routes of CleverTap's server API, for its clients with another endpoint. The passcode is a Sojourn key. */
export const clevertapRoutes = (ports: VendorPorts): readonly Route[] => [
  uploadRoute(ports),
  profileRoute(ports),
  deleteProfilesRoute(ports),
  subscribeRoute(ports),
];
