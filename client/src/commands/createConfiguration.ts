import * as vscode from 'vscode';
import { configTemplate } from '../../../server/src/protocol.ts';
import { request } from '../requests.ts';
import type { Command } from './index.ts';

const names = ['.plumbline.jsonc', '.plumbline.json', '.plumbline.yaml', '.plumbline.yml'];

/** Opens the workspace folder's configuration; writes one first where there is none. */
export const createConfiguration: Command = async ({ client }) => {
  const folder = await pickFolder();
  if (folder === undefined) return;
  let uri = await findConfiguration(folder.uri);
  if (uri === undefined) {
    uri = vscode.Uri.joinPath(folder.uri, names[0]!);
    const { text } = await request(client, configTemplate, {});
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  }
  await vscode.window.showTextDocument(uri);
};

async function pickFolder(): Promise<vscode.WorkspaceFolder | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.length > 1 ? vscode.window.showWorkspaceFolderPick() : folders[0];
}

async function findConfiguration(folder: vscode.Uri): Promise<vscode.Uri | undefined> {
  const present = new Set((await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name));
  const name = names.find(one => present.has(one));
  return name === undefined ? undefined : vscode.Uri.joinPath(folder, name);
}
