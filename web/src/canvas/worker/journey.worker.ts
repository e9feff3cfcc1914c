import { validate } from '../../../../journey/validate/index';
import { answerWith } from '../../background/answer';
import { tidy } from '../../document/layout';

const tasks = { validate, tidy };
export type JourneyTasks = typeof tasks;

answerWith(tasks);
