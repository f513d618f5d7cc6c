import { asMap, type MapNode } from '../../yaml/index.ts';
import { type Field, numberField, textField } from '../fields.ts';
import type { KubernetesObject } from '../model.ts';

/** KongPlugin and KongClusterPlugin; neither has a `spec`. */
export interface KongPlugin {
  readonly object: KubernetesObject;
  readonly plugin: Field<string> | undefined;
  readonly config: MapNode | undefined;
  /** Of `rate-limiting`: requests a second, minute, hour. */
  readonly perSecond: Field<number> | undefined;
  readonly perMinute: Field<number> | undefined;
  readonly perHour: Field<number> | undefined;
  /** `consumer` where it is not written. */
  readonly limitBy: Field<string> | undefined;
}

export function kongPluginOf(object: KubernetesObject): KongPlugin | undefined {
  const { group, kind, node } = object;
  if (group !== 'configuration.konghq.com' || (kind !== 'KongPlugin' && kind !== 'KongClusterPlugin')) return undefined;
  const config = asMap(node.get('config'));
  return {
    object,
    plugin: textField(node, 'plugin'),
    config,
    perSecond: numberField(config, 'second'),
    perMinute: numberField(config, 'minute'),
    perHour: numberField(config, 'hour'),
    limitBy: textField(config, 'limit_by'),
  };
}
