import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { searchIn, stepIn } from '../builder/view';
import { sessionQuery, standingQuery } from '../client/queries';
import { Trouble } from '../client/trouble';
import { inboxIn } from '../inbox/inbox-queries';
import { JourneyPage } from '../journey/journey-page';
import { filterIn, JourneysPage } from '../journeys/journeys-page';
import { peopleIn } from '../people/people-queries';
import { reportIn } from '../report/report-queries';
import { segmentsIn } from '../segments/segments-queries';
import { tabIn as settingTabIn } from '../settings/settings-queries';
import { templatesIn } from '../templates/templates-queries';
import { usersIn, tabIn as userTabIn } from '../users/users-queries';
import { TroubleNotice } from '../widgets/trouble-notice';
import { NotFound } from './not-found';
import { Shell } from './shell';
import { SignInPage } from './sign-in';

const Broken = ({ error, reset }: ErrorComponentProps) => <TroubleNotice trouble={error} onRetry={reset} />;

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

/** Pages that need a session. Users whose session has ended return here after they sign in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  component: Shell,
  errorComponent: Broken,
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

const newJourney = createRoute({
  getParentRoute: () => inside,
  path: '/journeys/new',
  component: lazyRouteComponent(() => import('../new-journey/new-journey-page'), 'NewJourneyPage'),
});

const journey = createRoute({
  getParentRoute: () => inside,
  path: '/journeys/$id',
  component: () => <JourneyPage id={journey.useParams().id} />,
});

const journeyIndex = createRoute({
  getParentRoute: () => journey,
  path: '/',
  beforeLoad: async ({ params, context }) => {
    const standing = await context.client.ensureQueryData(standingQuery(params.id)).catch(() => undefined);
    const isRunning = typeof standing?.version === 'number';
    throw redirect({ to: isRunning ? '/journeys/$id/live' : '/journeys/$id/build', params, replace: true });
  },
});

const buildIndex = createRoute({
  getParentRoute: () => journey,
  path: 'build',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/journeys/$id/build/$step', params: { ...params, step: 'path' }, replace: true });
  },
});

/** Loads each page's code with the page. */
const BuilderPage = lazyRouteComponent(() => import('../builder/builder-page'), 'BuilderPage');
const LivePage = lazyRouteComponent(() => import('../live/live-page'), 'LivePage');
const live = createRoute({
  getParentRoute: () => journey,
  path: 'live',
  component: () => {
    const { id } = live.useParams();
    return <LivePage key={id} id={id} />;
  },
});

const InstancePage = lazyRouteComponent(() => import('../instance/instance-page'), 'InstancePage');
const instance = createRoute({
  getParentRoute: () => journey,
  path: 'instances/$instance',
  component: () => {
    const { instance: which } = instance.useParams();
    return <InstancePage key={which} id={which} />;
  },
});

const ReportPage = lazyRouteComponent(() => import('../report/report-page'), 'ReportPage');
const report = createRoute({
  getParentRoute: () => journey,
  path: 'report',
  validateSearch: reportIn,
  component: () => {
    const { id } = report.useParams();
    return <ReportPage key={id} id={id} search={report.useSearch()} />;
  },
});

const RehearsePage = lazyRouteComponent(() => import('../rehearse/rehearse-page'), 'RehearsePage');
const rehearse = createRoute({
  getParentRoute: () => journey,
  path: 'rehearse',
  component: () => {
    const { id } = rehearse.useParams();
    return <RehearsePage key={id} id={id} />;
  },
});

const VersionsPage = lazyRouteComponent(() => import('../versions/versions-page'), 'VersionsPage');
const versions = createRoute({
  getParentRoute: () => journey,
  path: 'versions',
  component: () => {
    const { id } = versions.useParams();
    return <VersionsPage key={id} id={id} />;
  },
});

const PeoplePage = lazyRouteComponent(() => import('../people/people-page'), 'PeoplePage');
const people = createRoute({
  getParentRoute: () => journey,
  path: 'users',
  validateSearch: peopleIn,
  component: () => {
    const { id } = people.useParams();
    return <PeoplePage key={id} id={id} search={people.useSearch()} />;
  },
});

const build = createRoute({
  getParentRoute: () => journey,
  path: 'build/$step',
  validateSearch: searchIn,
  component: () => {
    const { id, step } = build.useParams();
    return <BuilderPage key={id} id={id} step={stepIn(step)} search={build.useSearch()} />;
  },
});

const UsersPage = lazyRouteComponent(() => import('../users/users-page'), 'UsersPage');
const users = createRoute({
  getParentRoute: () => inside,
  path: '/users',
  validateSearch: usersIn,
  component: () => <UsersPage search={users.useSearch()} />,
});

const UserPage = lazyRouteComponent(() => import('../users/user-page'), 'UserPage');
const user = createRoute({
  getParentRoute: () => inside,
  path: '/users/$user',
  validateSearch: userTabIn,
  component: () => {
    const { user: who } = user.useParams();
    return <UserPage key={who} user={who} tab={user.useSearch().tab ?? 'journeys'} />;
  },
});

const SegmentsPage = lazyRouteComponent(() => import('../segments/segments-page'), 'SegmentsPage');
const segments = createRoute({
  getParentRoute: () => inside,
  path: '/segments',
  validateSearch: segmentsIn,
  component: () => <SegmentsPage search={segments.useSearch()} />,
});

const newSegment = createRoute({
  getParentRoute: () => inside,
  path: '/segments/new',
  component: lazyRouteComponent(() => import('../segments/segment-page'), 'NewSegmentPage'),
});

const SegmentPage = lazyRouteComponent(() => import('../segments/segment-page'), 'SegmentPage');
const segment = createRoute({
  getParentRoute: () => inside,
  path: '/segments/$id',
  component: () => {
    const { id } = segment.useParams();
    return <SegmentPage key={id} id={id} />;
  },
});

const TemplatesPage = lazyRouteComponent(() => import('../templates/templates-page'), 'TemplatesPage');
const templates = createRoute({
  getParentRoute: () => inside,
  path: '/templates',
  validateSearch: templatesIn,
  component: () => <TemplatesPage search={templates.useSearch()} />,
});

const newTemplate = createRoute({
  getParentRoute: () => inside,
  path: '/templates/new',
  component: lazyRouteComponent(() => import('../templates/template-page'), 'NewTemplatePage'),
});

const TemplatePage = lazyRouteComponent(() => import('../templates/template-page'), 'TemplatePage');
const template = createRoute({
  getParentRoute: () => inside,
  path: '/templates/$id',
  component: () => {
    const { id } = template.useParams();
    return <TemplatePage key={id} id={id} />;
  },
});

const InboxPage = lazyRouteComponent(() => import('../inbox/inbox-page'), 'InboxPage');
const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  validateSearch: inboxIn,
  component: () => <InboxPage search={inbox.useSearch()} />,
});

const SettingsPage = lazyRouteComponent(() => import('../settings/settings-page'), 'SettingsPage');
const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  validateSearch: settingTabIn,
  component: () => <SettingsPage tab={settings.useSearch().tab ?? 'workspace'} />,
});

export const createAppRouter = (client: QueryClient) =>
  createRouter({
    routeTree: root.addChildren([
      signIn,
      inside.addChildren([
        journeys,
        newJourney,
        users,
        user,
        segments,
        newSegment,
        segment,
        templates,
        newTemplate,
        template,
        inbox,
        settings,
        journey.addChildren([journeyIndex, buildIndex, build, rehearse, live, report, people, versions, instance]),
      ]),
    ]),
    context: { client },
    defaultErrorComponent: Broken,
    defaultPreload: 'intent',
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    readonly router: ReturnType<typeof createAppRouter>;
  }
}
