import type { Route } from '../route.ts';
import { clevertapRoutes } from './clevertap/routes.ts';
import { customerioRoutes } from './customerio/routes.ts';
import { posthogRoutes } from './posthog/routes.ts';
import { rudderstackRoutes } from './rudderstack/routes.ts';
import { segmentRoutes } from './segment/routes.ts';
import type { VendorPorts, VendorRoutes } from './vendor.ts';

/** Every vendor whose clients can send here, apart from the Segment routes in api/routes/events.ts. */
const VENDORS: readonly VendorRoutes[] = [
  segmentRoutes,
  rudderstackRoutes,
  clevertapRoutes,
  posthogRoutes,
  customerioRoutes,
];

export const vendorRoutes = (ports: VendorPorts): readonly Route[] => VENDORS.flatMap((routesOf) => routesOf(ports));
