import type { CancellationToken } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import type { RequestName } from '../../server/src/protocol.ts';

/** Sends one of the requests of protocol.ts, with the types that belong to it. */
export function request<Params, Result>(
  client: BaseLanguageClient,
  name: RequestName<Params, Result>,
  params: Params,
  token?: CancellationToken,
): Promise<Result> {
  return client.sendRequest<Result>(name.method, params, token);
}
