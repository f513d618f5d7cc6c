import { type FileReport, fileStatus } from '../../protocol.ts';
import type { Session } from '../server.ts';
import { normalised } from '../texts.ts';

/** What the status item says about a document, and why nothing may be reported in it. */
export function status({ connection, engine }: Session): void {
  connection.onRequest(fileStatus.method, ({ uri: clientUri }: { readonly uri: string }): FileReport => {
    const uri = normalised(clientUri);
    const { kind, skipped, suppressed } = engine.status(uri);
    return {
      ...(kind === undefined ? {} : { kind }),
      ...(skipped === undefined ? {} : { skipped }),
      findings: engine.findings(uri).length,
      suppressed: suppressed.length,
    };
  });
}
