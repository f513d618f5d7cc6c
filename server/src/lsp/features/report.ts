import { collectReport, loadFormat, type ReportInput } from '#report';
import { workspaceReport } from '../../protocol.ts';
import type { Session } from '../server.ts';

/** The HTML report of the whole workspace, for the panel. */
export function report(session: Session): void {
  session.connection.onRequest(workspaceReport.method, async () => {
    const html = await loadFormat('html');
    return { html: html(await collect(session), { color: false, openable: true }) };
  });
}

/** The same question that the command line asks. */
export async function collect(session: Session): Promise<ReportInput> {
  const { engine, workspace, guide, version } = session;
  const started = Date.now();
  await workspace.discover();
  for (const uri of engine.uris()) await workspace.judge(uri);
  const [first] = workspace.folders;
  return collectReport(engine, {
    toolVersion: version,
    project: first === undefined ? 'open files' : decodeURIComponent(first.slice(first.lastIndexOf('/') + 1)),
    uris: engine.uris(),
    skipped: [],
    guide,
    pathOf: uri => shownPath(uri, workspace.folders),
    duration: Date.now() - started,
  });
}

function shownPath(uri: string, folders: ReadonlySet<string>): string {
  for (const folder of folders)
    if (uri.startsWith(`${folder}/`)) return decodeURIComponent(uri.slice(folder.length + 1));
  return decodeURIComponent(uri.replace(/^file:\/\//, ''));
}
