import { defineRule } from '#engine';
import { type Schema, type TokenLifetime, tokenLifetimes } from '#languages/openapi';
import { treeEdits } from '#languages/yaml';

/** Fifteen minutes: what the guide allows an access token. In seconds. */
const LONGEST = 900;
/** A machine signs in again by itself, so an hour is a matter of taste. In seconds. */
const LONGEST_OF_MACHINES = 3600;

export default defineRule({
  id: 'openapi/long-lived-token',
  guide: 'security/short-lived-tokens',
  summary: 'Reports an access token that is said to live for more than 15 minutes.',
  severity: 'warning',
  recommended: true,
  fixable: 'unsafe',
  messages: {
    long: '"{name}" is {minutes} minutes: whoever gets hold of such a token may use it that long, and nothing takes it back.',
  },
  check(document, { report, each }) {
    const flows = document.api.securitySchemes.flatMap(one => one.flows);
    const areMachines = flows.length > 0 && flows.every(one => one.name === 'clientCredentials');
    const tell = ({ property, value, seconds }: TokenLifetime): void => {
      if (seconds <= LONGEST) return;
      const edit = treeEdits(property.home.tree).setScalar(value, LONGEST);
      report({
        at: value,
        message: 'long',
        data: { name: property.name, minutes: Math.round(seconds / 60) },
        ...(areMachines && seconds <= LONGEST_OF_MACHINES && { severity: 'hint' as const }),
        fixes: [edit && { title: 'Make it 15 minutes', safety: 'unsafe', edits: [edit] }],
      });
    };
    const state = areMachines ? MACHINES : PEOPLE;
    each(
      document.schemas,
      ({ schema, isResponse, span }) => isResponse && schema && inside(schema, span).forEach(tell),
      () => state,
    );
    each(
      document.operations,
      ({ successes, span }) => {
        for (const { isOwn, content } of successes)
          for (const { schema } of isOwn ? content.slice(0, 1) : [])
            if (schema?.name === undefined && schema) inside(schema, span).forEach(tell);
      },
      () => state,
    );
  },
});

const MACHINES = {};
const PEOPLE = {};

/** What is written elsewhere is reported there. */
function inside(schema: Schema, { start, end }: { start: number; end: number }): readonly TokenLifetime[] {
  return tokenLifetimes(schema).filter(({ value }) => start <= value.span.start && value.span.end <= end);
}
