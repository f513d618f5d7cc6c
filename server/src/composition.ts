import { createEngine, type Engine } from '#engine';
import { rules } from '#rules';
import { languages } from './languages/all.ts';

/** The engine with everything that ships: what every entry point starts from. */
export function createPlumbline(): Engine {
  return createEngine({ languages, rules });
}
