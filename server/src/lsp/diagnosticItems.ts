import {
  type Diagnostic,
  type DiagnosticRelatedInformation,
  DiagnosticSeverity,
  DiagnosticTag,
} from 'vscode-languageserver';
import type { Finding } from '#engine';
import { pageAddress } from '#report';
import type { Session } from './session.ts';

const SEVERITIES = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
} as const;

/** The findings of a document that the client wants to see: all but what another extension says already. */
export function shownFindings(session: Session, uri: string): readonly Finding[] {
  const findings = session.engine.findings(uri);
  const { syntax } = session.options;
  if (syntax === undefined || findings.every(one => isShown(one, syntax))) return findings;
  return findings.filter(one => isShown(one, syntax));
}

function isShown(finding: Finding, syntax: NonNullable<Session['options']['syntax']>): boolean {
  switch (finding.rule) {
    case 'syntax/prisma':
      return syntax.prisma !== false;
    case 'syntax/sql':
      return syntax.sql !== false;
    case 'syntax/openapi':
    case 'syntax/kubernetes':
      return /\.json$/i.test(finding.uri) ? syntax.json !== false : syntax.yaml !== false;
    default:
      return true;
  }
}

export function diagnosticsOf(session: Session, uri: string): Diagnostic[] {
  return shownFindings(session, uri).map(finding => toDiagnostic(session, finding));
}

export function toDiagnostic(session: Session, finding: Finding): Diagnostic {
  const { client } = session;
  const view = session.viewOf(finding.uri);
  const related = client.showsRelated ? relatedOf(session, finding) : [];
  return {
    range: view ? session.positions.toRange(view, finding.span) : emptyRange(),
    severity: SEVERITIES[finding.severity],
    code: finding.rule,
    ...(client.showsCodeLinks ? { codeDescription: { href: pageAddress(finding.rule) } } : {}),
    source: 'plumbline',
    message: finding.message,
    ...(client.showsUnnecessary && finding.rule === 'ignore/unused' ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(related.length > 0 ? { relatedInformation: related } : {}),
  };
}

function relatedOf(session: Session, finding: Finding): DiagnosticRelatedInformation[] {
  return finding.related.flatMap(({ uri, span, message }) => {
    const view = session.viewOf(uri);
    if (view === undefined) return [];
    const location = { uri: session.spellings.spell(uri), range: session.positions.toRange(view, span) };
    return [{ location, message }];
  });
}

function emptyRange(): Diagnostic['range'] {
  return { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
}
