import * as vscode from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { rulePage } from '../../server/src/protocol.ts';
import { request } from './requests.ts';

const scheme = 'plumbline-rule';

/** `plumbline-rule:/sql/index-not-concurrent.md`: the page that this version ships, readable without a network. */
export function rulePageUri(rule: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${rule}.md` });
}

export function registerRulePages(client: BaseLanguageClient): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(scheme, {
    provideTextDocumentContent: async (uri, token) => {
      const rule = uri.path.replace(/^\//, '').replace(/\.md$/, '');
      const page = await request(client, rulePage, { rule }, token);
      return page?.markdown ?? `There is no rule "${rule}".`;
    },
  });
}
