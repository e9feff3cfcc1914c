import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import { Trouble } from '../client/client';
import { sessionQuery } from '../client/queries';
import { filterIn, JourneysPage } from '../pages/journeys';
import { SignInPage } from '../pages/sign-in';
import { TroubleNotice } from '../widgets/trouble-notice';
import { NotFound } from './not-found';
import { Shell } from './shell';

const root = createRootRouteWithContext<{ readonly client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: ({ to }: Record<string, unknown>): { readonly to?: string } =>
    typeof to === 'string' && to.startsWith('/') && !to.startsWith('//') ? { to } : {},
  component: SignInPage,
});

/** Whatever needs somebody who has signed in. Whose session is over comes back to where they were. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  errorComponent: ({ error, reset }) => <TroubleNotice trouble={error} onRetry={reset} />,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(sessionQuery);
    } catch (error) {
      if (error instanceof Trouble && error.status === 401)
        throw redirect({ to: '/sign-in', search: { to: location.href } });
      throw error;
    }
  },
});

const journeys = createRoute({
  getParentRoute: () => inside,
  path: '/journeys',
  validateSearch: filterIn,
  component: () => <JourneysPage filter={journeys.useSearch()} />,
});

export const createAppRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([signIn, inside.addChildren([journeys])]),
    context: { client },
    defaultPreload: 'intent',
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof createAppRouter>;
  }
}
