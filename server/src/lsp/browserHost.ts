import type { Engine } from '#engine';
import type { LoadAsset } from '#languages';
import type { GuideEntry } from '#report';
import type { Host } from './server.ts';

/**
 * A worker has no files: open documents are checked, what needs others is silent. Wasm is fetched from the extension's
 * own folder, which is no request to the network.
 */
export function browserHost(engine: Engine, guide: readonly GuideEntry[]): Host {
  return {
    engine,
    guide,
    files: {
      walk: () => [],
      read: () => undefined,
      isBelow: () => false,
      committed: { has: () => undefined, textOf: () => undefined },
    },
    loadAsset: assets => fromFolder(assets),
    readRulePage: () => undefined,
    version: 'web',
  };
}

function fromFolder(folder: string | undefined): LoadAsset {
  return async name => {
    if (folder === undefined) return undefined;
    try {
      const answer = await fetch(`${folder}/${name}`);
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    } catch {
      return undefined;
    }
  };
}
