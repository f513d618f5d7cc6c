import {
  type CodeAction,
  CodeActionKind,
  CodeActionTriggerKind,
  type Diagnostic,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { type Finding, type Fix, fixAll } from '#engine';
import { difference, type TextEdit } from '#text';
import type { Session } from '../server.ts';
import { normalised } from '../texts.ts';
import { toDiagnostic } from './diagnostics.ts';

/** Safe fixes only: editors run it on save. */
export const FIX_ALL = `${CodeActionKind.SourceFixAll}.plumbline`;

/** Everything is computed anew from the findings: nothing that an editor holds can be stale. */
export function codeActions(session: Session): void {
  const { connection, texts, engine } = session;
  connection.onCodeAction(({ textDocument, range, context }, token) => {
    const uri = normalised(textDocument.uri);
    const wants = (kind: string): boolean =>
      !context.only || context.only.some(one => one === '' || kind === one || kind.startsWith(`${one}.`));
    const actions: CodeAction[] = [];
    if (wants(CodeActionKind.QuickFix)) {
      const span = texts.span(uri, range);
      const here = engine.findings(uri).filter(one => one.span.start <= span.end && span.start <= one.span.end);
      for (const finding of here) actions.push(...fixes(session, finding));
      for (const finding of here) actions.push(...fixesOfRule(session, finding, actions));
      for (const finding of here) actions.push(...ignores(session, finding), ...explanation(session, finding, actions));
    }
    // Without being asked only when a person opens the menu: it is more work than a light bulb is worth.
    const asked = context.only !== undefined || context.triggerKind === CodeActionTriggerKind.Invoked;
    if (asked && wants(FIX_ALL) && !token.isCancellationRequested) actions.push(...fixAllAction(session, uri));
    return actions;
  });
}

function fixes(session: Session, finding: Finding): CodeAction[] {
  const diagnostics = [toDiagnostic(session, finding)];
  const preferred = finding.fixes.find(one => one.safety === 'safe');
  return finding.fixes.flatMap(fix => {
    const edit = workspaceEdit(session, finding.uri, fix);
    if (!edit) return [];
    const title = fix.safety === 'unsafe' ? `${fix.title} (needs a look)` : fix.title;
    return [
      { title, kind: CodeActionKind.QuickFix, diagnostics, edit, ...(fix === preferred ? { isPreferred: true } : {}) },
    ];
  });
}

function fixesOfRule(session: Session, { uri, rule, fixes }: Finding, present: readonly CodeAction[]): CodeAction[] {
  if (!fixes.some(one => one.safety === 'safe')) return [];
  const all = session.engine
    .findings(uri)
    .filter(one => one.rule === rule && one.fixes.some(fix => fix.safety === 'safe'));
  const title = `Fix all ${all.length} findings of ${rule} in this file`;
  if (all.length < 2 || present.some(one => one.title === title)) return [];
  return converged(
    session,
    uri,
    title,
    CodeActionKind.QuickFix,
    rule,
    all.map(one => toDiagnostic(session, one)),
  );
}

function fixAllAction(session: Session, uri: string): CodeAction[] {
  if (!session.engine.findings(uri).some(one => one.fixes.some(fix => fix.safety === 'safe'))) return [];
  return converged(session, uri, 'Fix all safe Plumbline findings', FIX_ALL, undefined, undefined);
}

function converged(
  session: Session,
  uri: string,
  title: string,
  kind: string,
  rule: string | undefined,
  diagnostics: Diagnostic[] | undefined,
): CodeAction[] {
  const { engine } = session;
  const { text, others } = fixAll(engine, uri, { safety: 'safe', ...(rule === undefined ? {} : { rule }) });
  const documentChanges = [[uri, text] as const, ...others].flatMap(([target, after]) => {
    const change = difference(engine.textOf(target) ?? '', after);
    return change ? [documentEdit(session, target, [change])] : [];
  });
  if (documentChanges.length === 0) return [];
  const edit = { documentChanges };
  return [{ title, kind, edit, ...(diagnostics ? { diagnostics } : {}) }];
}

function ignores(session: Session, finding: Finding): CodeAction[] {
  const diagnostics = [toDiagnostic(session, finding)];
  return session.engine.ignoreFixes(finding).map(({ title, edit: { span, text } }) => ({
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    edit: { documentChanges: [documentEdit(session, finding.uri, [{ span, text }])] },
  }));
}

/** Only for the own extension, which has the command: other editors have the link of the diagnostic. */
function explanation(session: Session, finding: Finding, present: readonly CodeAction[]): CodeAction[] {
  const title = `Explain ${finding.rule}`;
  const hasPage = session.engine.rules.some(one => one.id === finding.rule);
  if (session.options.assets === undefined || !hasPage || present.some(one => one.title === title)) return [];
  const command = { title, command: 'plumbline.explainRule', arguments: [finding.rule] };
  return [{ title, kind: CodeActionKind.QuickFix, diagnostics: [toDiagnostic(session, finding)], command }];
}

/** Undefined where the client cannot do what the fix needs, or a file that it would make is there. */
function workspaceEdit(session: Session, uri: string, fix: Fix): WorkspaceEdit | undefined {
  const { client, engine, files } = session;
  const creates = fix.creates ?? [];
  if (creates.length > 0 && !client.workspace?.workspaceEdit?.resourceOperations?.includes('create')) return undefined;
  if (creates.some(file => engine.textOf(file.uri) !== undefined || files.read(file.uri) !== undefined))
    return undefined;
  const byFile = new Map<string, TextEdit[]>();
  for (const { span, text, uri: target = uri } of fix.edits)
    byFile.set(target, [...(byFile.get(target) ?? []), { span, text }]);
  const start = { line: 0, character: 0 };
  return {
    documentChanges: [
      ...creates.flatMap(file => [
        { kind: 'create' as const, uri: file.uri, options: { overwrite: false, ignoreIfExists: false } },
        {
          textDocument: { uri: file.uri, version: null },
          edits: [{ range: { start, end: start }, newText: file.text }],
        },
      ]),
      ...[...byFile].map(([target, edits]) => documentEdit(session, target, edits)),
    ],
  };
}

/** Bound to the version that the edits were made for: the editor refuses them for another one. */
function documentEdit({ texts }: Session, uri: string, edits: readonly TextEdit[]): TextDocumentEdit {
  return {
    textDocument: { uri: texts.clientUri(uri), version: texts.versionOf(uri) ?? null },
    edits: edits.map(({ span, text }) => ({ range: texts.range(uri, span), newText: text })),
  };
}
