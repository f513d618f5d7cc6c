import type { ClientCapabilities } from 'vscode-languageserver';
import { chooseEncoding, type Encoding } from './positions.ts';

/** What the client can do, as far as the server cares. */
export interface ClientAbilities {
  readonly encoding: Encoding;
  /** It asks for diagnostics, and can be asked to ask again. Who cannot do both gets them pushed. */
  readonly pullsDiagnostics: boolean;
  readonly showsRelated: boolean;
  readonly showsCodeLinks: boolean;
  readonly showsUnnecessary: boolean;
  /** Edits may name the version of the document that they are for. */
  readonly takesVersionedEdits: boolean;
  readonly createsFiles: boolean;
  /** The edit of a code action may come when it is chosen. */
  readonly resolvesEdits: boolean;
  readonly watchesFiles: boolean;
  readonly hasFolders: boolean;
  readonly opensLinks: boolean;
}

export function readAbilities(capabilities: ClientCapabilities): ClientAbilities {
  const { textDocument, workspace, window, general } = capabilities;
  const pull = textDocument?.diagnostic;
  const push = textDocument?.publishDiagnostics;
  const edit = workspace?.workspaceEdit;
  const action = textDocument?.codeAction;
  return {
    encoding: chooseEncoding(general?.positionEncodings),
    pullsDiagnostics: pull !== undefined && workspace?.diagnostics?.refreshSupport === true,
    showsRelated: pull?.relatedInformation === true || push?.relatedInformation === true,
    showsCodeLinks: pull?.codeDescriptionSupport === true || push?.codeDescriptionSupport === true,
    showsUnnecessary: (pull?.tagSupport ?? push?.tagSupport)?.valueSet.includes(1) === true,
    takesVersionedEdits: edit?.documentChanges === true,
    createsFiles: edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true,
    resolvesEdits: action?.dataSupport === true && action.resolveSupport?.properties.includes('edit') === true,
    watchesFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    hasFolders: workspace?.workspaceFolders === true,
    opensLinks: window?.showDocument?.support === true,
  };
}
