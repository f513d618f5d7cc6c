import {
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  DocumentDiagnosticReportKind,
  type FullDocumentDiagnosticReport,
  type UnchangedDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Finding } from '#engine';
import { pageAddress } from '#report';
import type { Session } from '../server.ts';
import { normalised } from '../texts.ts';

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

type Report = FullDocumentDiagnosticReport | UnchangedDocumentDiagnosticReport;

/** Pull where the client can pull and be told to pull again; push for all others. */
export function diagnostics(session: Session): void {
  const { connection, texts, workspace, engine, client } = session;
  const canPull =
    client.textDocument?.diagnostic !== undefined && client.workspace?.diagnostics?.refreshSupport === true;
  const ids = createIds();

  connection.languages.diagnostics.on(async ({ textDocument, previousResultId }): Promise<Report> => {
    const uri = normalised(textDocument.uri);
    await workspace.prepare(uri);
    const findings = engine.findings(uri);
    const resultId = `${ids(findings)} ${texts.versionOf(uri) ?? ''}`;
    if (previousResultId === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: toDiagnostics(session, uri) };
  });

  if (canPull) {
    workspace.onChanged(async () => {
      try {
        await connection.languages.diagnostics.refresh();
      } catch {
        // The client has left meanwhile, and nobody needs it.
      }
    });
    return;
  }
  const push = async (uri: string): Promise<void> => {
    await workspace.prepare(uri);
    const version = texts.versionOf(uri);
    void connection.sendDiagnostics({
      uri: texts.clientUri(uri),
      diagnostics: texts.isOpen(uri) ? toDiagnostics(session, uri) : [],
      ...(version === undefined ? {} : { version }),
    });
  };
  const pushAll = (): void => {
    for (const uri of texts.openUris()) void push(uri);
  };
  workspace.onChanged(pushAll);
  // An edit may change what is said about other documents too. Several edits that arrive together are answered once.
  let isWaiting = false;
  texts.onChanged(() => {
    if (isWaiting) return;
    isWaiting = true;
    setTimeout(() => {
      isWaiting = false;
      pushAll();
    }, 0);
  });
  texts.onClosed(uri => void push(uri));
}

export function toDiagnostics(session: Session, uri: string): Diagnostic[] {
  return session.engine
    .findings(uri)
    .filter(finding => isShown(session, finding))
    .map(finding => toDiagnostic(session, finding));
}

/** Never repeat what the official extension of a format says while it is there. */
function isShown({ options }: Session, { rule }: Finding): boolean {
  if (rule === 'syntax/prisma') return options.syntax?.prisma !== false;
  if (rule === 'syntax/openapi' || rule === 'syntax/kubernetes') return options.syntax?.yaml !== false;
  return true;
}

export function toDiagnostic({ texts, client }: Session, finding: Finding): Diagnostic {
  const { uri, rule, message, related } = finding;
  const abilities = client.textDocument?.diagnostic ?? client.textDocument?.publishDiagnostics;
  const showsRelated =
    abilities?.relatedInformation ?? client.textDocument?.publishDiagnostics?.relatedInformation ?? false;
  return {
    range: texts.range(uri, finding.span),
    severity: SEVERITIES[finding.severity],
    code: rule,
    codeDescription: { href: pageAddress(rule) },
    source: 'plumbline',
    message,
    ...(rule === 'ignore/unused' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(showsRelated && related.length > 0
      ? {
          relatedInformation: related.map(one => ({
            location: { uri: texts.clientUri(one.uri), range: texts.range(one.uri, one.span) },
            message: one.message,
          })),
        }
      : {}),
  };
}

/** Numbers for arrays of findings: the engine answers with the same array as long as nothing changed. */
function createIds(): (findings: readonly Finding[]) => number {
  const known = new WeakMap<readonly Finding[], number>();
  let last = 0;
  return findings => {
    let id = known.get(findings);
    if (id === undefined) known.set(findings, (id = ++last));
    return id;
  };
}
