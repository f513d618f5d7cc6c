import { ResponseError } from 'vscode-languageserver';
import { loadFormat } from '#report';
import type { Session } from '../server.ts';
import { collect } from './report.ts';

/** `arguments: [{ "format": "html" | "markdown" | "json" }]`; answers the report as text. */
export const REPORT_COMMAND = 'plumbline.server.report';

/** For editors without our extension: the report as text, by the standard request. */
export function commands(session: Session): void {
  session.connection.onExecuteCommand(async ({ command, arguments: args }) => {
    if (command !== REPORT_COMMAND) return new ResponseError(-32601, `There is no command "${command}".`);
    const name = (args?.[0] as { readonly format?: string } | undefined)?.format ?? 'markdown';
    if (name !== 'html' && name !== 'markdown' && name !== 'json')
      return new ResponseError(-32602, `There is no report format "${name}"; there are html, markdown and json.`);
    const format = await loadFormat(name);
    return format(await collect(session), { color: false });
  });
}
