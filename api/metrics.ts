import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JourneyId, WorkspaceId } from '../journey/base/ids.ts';

export interface MetricsPorts {
  readonly outbox: () => Promise<{ readonly size: number; readonly oldestSeconds: number }>;
  /** Counts dead letters in all workspaces. */
  readonly deadLetters: () => Promise<number>;
  readonly inside: () => Promise<readonly { workspace: WorkspaceId; journey: JourneyId; inside: number }[]>;
}

type EventResult = 'accepted' | 'duplicate' | 'rejected' | 'ignored';

export interface Metrics {
  observeRequest(call: { route: string; method: string; status: number }, seconds: number): void;
  events(result: EventResult, count: number): void;
  /** Returns all metrics in Prometheus text format. Values from the database are stale while it can't be reached. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** Creates the metrics. Labels are routes, statuses and journey ids, never personal data. */
export function createMetrics({ outbox, inside, deadLetters }: MetricsPorts): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const durations = new Histogram({
    name: 'sojourn_http_request_duration_seconds',
    help: 'Time from the first byte of a request to the last byte of its response',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const events = new Counter({
    name: 'sojourn_events_total',
    help: 'Messages received, by result',
    labelNames: ['result'],
    registers,
  });
  for (const result of ['accepted', 'duplicate', 'rejected', 'ignored'] as const) events.inc({ result }, 0);
  const isUp = new Gauge({ name: 'sojourn_database_up', help: 'Whether the database answered this scrape', registers });
  const size = new Gauge({
    name: 'sojourn_outbox_size',
    help: 'Users with events that wait for the forwarder',
    registers,
  });
  const age = new Gauge({
    name: 'sojourn_outbox_oldest_seconds',
    help: 'How long the oldest user in the outbox has waited',
    registers,
  });
  const aside = new Gauge({
    name: 'sojourn_dead_letters',
    help: 'Events and due rows set aside after repeated failures, awaiting replay',
    registers,
  });
  const live = new Gauge({
    name: 'sojourn_instances_live',
    help: 'Live instances, by journey',
    labelNames: ['workspace', 'journey'],
    registers,
  });

  const refreshGauges = async (): Promise<void> => {
    live.reset();
    try {
      const [waiting, journeys, dead] = await Promise.all([outbox(), inside(), deadLetters()]);
      size.set(waiting.size);
      age.set(waiting.oldestSeconds);
      aside.set(dead);
      for (const { workspace, journey, inside: n } of journeys) live.set({ workspace, journey }, n);
      isUp.set(1);
    } catch {
      isUp.set(0); // the cause is in the logs of the calls that needed the database
    }
  };

  return {
    observeRequest: ({ route, method, status }, seconds) =>
      durations.observe({ method, route, status: String(status) }, seconds),
    events: (result, count) => events.inc({ result }, count),
    async text() {
      await refreshGauges();
      return registry.metrics();
    },
    contentType: registry.contentType,
  };
}
