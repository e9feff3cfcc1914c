import { forceEnd } from '../../engine/force-end.ts';
import { openJourney, pauseJourney, resumeJourney, stopJourney } from '../state/journey.ts';
import { isInside } from '../state/pass.ts';
import type { VirtualWorld } from '../world.ts';
import { type Engine, publishVersion, settle } from './engine.ts';

type Operation = 'begin' | 'publish' | 'upload' | 'order' | 'pause' | 'resume' | 'stop';

/** Creates the part of a world in which an operator acts: on journeys, lists and single instances. */
export function createEngineOperations(engine: Engine) {
  const { state, segments, road, steps, broadcasts } = engine;
  const { passes, now, journeyOf, personOf } = state;
  return {
    async begin(documents, at, named = []) {
      segments.begin(named);
      state.clock = at;
      for (const document of documents) {
        state.journeys.set(document.id, openJourney(document, at));
        publishVersion(engine, document);
      }
    },
    async publish(document) {
      publishVersion(engine, document);
      settle(engine);
    },
    async upload(journey, rows) {
      const version = state.runningOf(journey);
      for (const { user } of rows) personOf(user);
      broadcasts.upload(version, journeyOf(journey), rows);
      settle(engine);
    },
    async order(user, journey, order) {
      const one = passes.findLast(
        (each) => each.user === user && each.version.document.id === journey && isInside(each),
      );
      if (!one) throw new Error(`${user} is not inside ${journey}`);
      const position = road.nextPosition();
      one.rows.push({ type: 'command', at: now(), position, id: `c${position}`, order });
      settle(engine);
    },
    async pause(journey, policy) {
      pauseJourney(journeyOf(journey), now(), policy);
      settle(engine);
    },
    async resume(journey) {
      resumeJourney(journeyOf(journey), now());
      broadcasts.resumed(journeyOf(journey));
      settle(engine);
    },
    async stop(id, mode) {
      const journey = journeyOf(id);
      stopJourney(journey, now(), mode);
      if (journey.state === 'stopped')
        for (const one of passes)
          if (one.journey === journey && !one.instance.exit)
            steps.endInstance(one, forceEnd(one.instance, now(), 'stopped'));
      settle(engine);
    },
  } satisfies Pick<VirtualWorld, Operation>;
}
