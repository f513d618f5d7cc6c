import { defineRule, type Fix } from '#engine';
import {
  absentFrom,
  addNextCursor,
  cursorEdits,
  isAdministrative,
  isAnalytics,
  type Operation,
  type Parameter,
  pagingOf,
  placesOf,
} from '#languages/openapi';

export default defineRule({
  id: 'openapi/offset-pagination',
  guide: 'performance/cursor-pagination',
  summary: 'Reports a list that is paged by offset or page number.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  alsoKnownAs: ['zally/160'],
  messages: {
    offset:
      'Pages are counted by "{name}": the database reads and drops all rows before them, and inserts shift rows between pages.',
    everywhere:
      '{count} of {total} paged lists count pages by "{name}": late pages get slow, and inserts shift rows between pages.',
  },
  check(document, { report }) {
    const paged = document.api.operations.filter(one => pagingOf(one) !== undefined);
    const { lacking, isHabit, everywhere } = absentFrom(document, paged, one => offsetOf(one) !== undefined);
    const parameters = parametersOf(lacking);
    // One list, or one shared parameter, is better pointed at itself.
    if (isHabit && parameters.length > 1) {
      if (everywhere)
        report({
          ...everywhere,
          message: 'everywhere',
          data: { ...everywhere.data, name: parameters[0]!.name.text },
          severity: severityOf(lacking),
          related: placesOf(lacking, one => one.label),
          fixes: () => [allToCursors(parameters, lacking)],
        });
      return;
    }
    for (const parameter of parameters) {
      if (parameter.home.uri !== document.uri) continue;
      const users = lacking.filter(one => offsetOf(one) === parameter);
      report({
        at: parameter.name,
        message: 'offset',
        data: { name: parameter.name.text },
        severity: severityOf(users),
        fixes: () => [toCursor(parameter, users)],
      });
    }
  },
});

function offsetOf(operation: Operation): Parameter | undefined {
  return pagingOf(operation)?.offset;
}

function parametersOf(operations: readonly Operation[]): readonly Parameter[] {
  return [...new Set(operations.flatMap(one => offsetOf(one) ?? []))];
}

/** Jumping to a page is what readers of a report do, and administrators. */
function severityOf(users: readonly Operation[]): 'warning' | 'hint' {
  return users.every(one => isAnalytics(one) || isAdministrative(one)) ? 'hint' : 'warning';
}

function toCursor(parameter: Parameter, users: readonly Operation[]): Fix | undefined {
  const edits = cursorEdits(parameter);
  if (!edits) return undefined;
  const title = `Page by "cursor" instead of "${parameter.name.text}"`;
  return { title, safety: 'unsafe', edits: [...edits, ...users.flatMap(one => addNextCursor(one) ?? [])] };
}

function allToCursors(parameters: readonly Parameter[], users: readonly Operation[]): Fix | undefined {
  const edits = parameters.map(cursorEdits);
  if (edits.some(one => one === undefined)) return undefined;
  const all = [...edits.flatMap(one => one ?? []), ...users.flatMap(one => addNextCursor(one) ?? [])];
  return { title: 'Page all of them by "cursor"', safety: 'unsafe', edits: all };
}
