import { CONFIG_TEMPLATE } from '#engine';
import { configTemplate, type RuleSummary, ruleList, rulePage } from '../../protocol.ts';
import type { Session } from '../server.ts';

/** What the extension shows of the rules and of a new config; all of it ships with the server. */
export function rulePages({ connection, engine, readRulePage }: Session): void {
  connection.onRequest(rulePage.method, ({ rule }: { readonly rule: string }) => {
    const page = readRulePage(rule);
    return page === undefined ? null : { markdown: page.replace(/<!--.*?-->\n?/g, '') };
  });
  connection.onRequest(ruleList.method, (): readonly RuleSummary[] =>
    engine.rules.map(({ id, summary }) => ({ id, summary })),
  );
  connection.onRequest(configTemplate.method, () => ({ text: CONFIG_TEMPLATE }));
}
