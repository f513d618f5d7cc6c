import { workspaceReport } from '../../../server/src/protocol.ts';
import { requestWithProgress } from '../progress.ts';
import type { Command } from './index.ts';

export const showReport: Command = async ({ client, report }) => {
  const result = await requestWithProgress(client, workspaceReport, 'Plumbline: writing the report');
  if (result !== undefined) report.show(result.html);
};
