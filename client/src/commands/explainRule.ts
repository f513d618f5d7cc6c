import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { ruleList } from '../../../server/src/protocol.ts';
import { request } from '../requests.ts';
import { rulePageUri } from '../rulePages.ts';
import type { Command } from './index.ts';

/** Shows the page of a rule: the one named (by the code action), else one that is picked. */
export const explainRule: Command = async ({ client }, named) => {
  const rule = typeof named === 'string' ? named : await pickRule(client);
  if (rule !== undefined) await vscode.commands.executeCommand('markdown.showPreview', rulePageUri(rule));
};

/** The rules that have a finding under the cursor come first. */
async function pickRule(client: BaseLanguageClient): Promise<string | undefined> {
  const rules = await request(client, ruleList, {});
  const here = rulesAtCursor();
  const items = rules.map(rule => ({ label: rule.id, detail: rule.summary }));
  const isHere = (item: vscode.QuickPickItem): number => (here.has(item.label) ? 0 : 1);
  const sorted = items.sort((a, b) => isHere(a) - isHere(b) || a.label.localeCompare(b.label));
  const picked = await vscode.window.showQuickPick(sorted, { placeHolder: 'Rule', matchOnDetail: true });
  return picked?.label;
}

function rulesAtCursor(): Set<string> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return new Set();
  const diagnostics = vscode.languages.getDiagnostics(editor.document.uri);
  const atCursor = diagnostics.filter(one => one.source === 'plumbline' && one.range.intersection(editor.selection));
  return new Set(atCursor.map(one => (typeof one.code === 'object' ? String(one.code.value) : String(one.code))));
}
